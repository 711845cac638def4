package io.perilune.toolcall.kimi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.perilune.toolcall.Constraint;
import io.perilune.toolcall.EndCause;
import io.perilune.toolcall.ParseContext;
import io.perilune.toolcall.ToolCall;
import io.perilune.toolcall.ToolChoice;
import io.perilune.toolcall.ToolDefinition;
import io.perilune.toolcall.json.JsonReader;
import io.perilune.toolcall.json.JsonValue.JsonBoolean;
import io.perilune.toolcall.json.JsonValue.JsonObject;
import io.perilune.toolcall.json.JsonValue.JsonString;
import io.perilune.toolcall.testkit.ConstraintSampler;
import io.perilune.toolcall.testkit.Pieces;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KimiConstraintTest {
  private static final List<ToolDefinition> TOOLS = List.of(Requests.READ, Requests.BASH);

  @Test
  void aNamedToolIsTheOnlyOneAndItsIndexIsFixed() {
    ParseContext context = context(new ToolChoice.Named("Bash"), false, false, TOOLS);
    Constraint constraint = KimiConstraint.of(context).orElseThrow();
    Pieces output = ConstraintSampler.sample(constraint, new Random(1));

    assertEquals(
        List.of(new ToolCall("functions.Bash:2", "Bash", "{}")),
        Requests.message(output, context, EndCause.STOP).message().toolCalls());
  }

  @Test
  void withAutoTextIsFreeUntilACallBegins() {
    Constraint constraint =
        KimiConstraint.of(context(new ToolChoice.Auto(), true, false, TOOLS)).orElseThrow();

    assertEquals(
        List.of(Requests.SB, Requests.CB), ((Constraint.LazyTrigger) constraint).controlTokens());
  }

  @Test
  void withAutoNoCallNeedCome() {
    assertFalse(trigger(of(new ToolChoice.Auto(), false, false)).required());
    assertTrue(trigger(of(new ToolChoice.Required(), true, true)).required());
  }

  @Test
  void openReasoningIsFreeEvenIfACallIsRequired() {
    Constraint constraint = of(new ToolChoice.Required(), true, true);

    assertEquals(List.of("</think>", Requests.SB), trigger(constraint).controlTokens());
  }

  @Test
  void reasoningMayComeFirstEvenIfACallIsRequired() {
    Constraint constraint = of(new ToolChoice.Required(), true, false);

    Constraint.Choice choice = (Constraint.Choice) constraint;
    assertEquals(new Constraint.ControlToken(Requests.SB), first(choice.options().getFirst()));
    assertEquals(new Constraint.ControlToken("<think>"), first(choice.options().getLast()));
  }

  @Test
  void indexesCountOnFromTheConversation() {
    Constraint constraint =
        KimiConstraint.of(context(new ToolChoice.Required(), true, false, TOOLS)).orElseThrow();
    for (int seed = 0; seed < 50; seed++) {
      Pieces output = ConstraintSampler.sample(constraint, new Random(seed));
      ParseContext context = context(new ToolChoice.Required(), true, false, TOOLS);
      List<ToolCall> calls = Requests.message(output, context, EndCause.STOP).message().toolCalls();
      for (int i = 0; i < calls.size(); i++) {
        assertEquals("functions." + calls.get(i).name() + ":" + (2 + i), calls.get(i).id());
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"1, 64", "8, 64", "9, 56", "100, 5", "256, 2", "257, 1", "512, 1", "700, 1"})
  void theMoreToolsTheFewerIndexesAreFixed(int tools, int fixed) {
    List<ToolDefinition> many =
        IntStream.range(0, tools).mapToObj(i -> Requests.tool("tool" + i, "{}")).toList();
    Constraint constraint =
        KimiConstraint.of(context(new ToolChoice.Required(), true, false, many)).orElseThrow();
    Set<String> indexes =
        Pattern.compile("Variable\\[text=(\\d+)]")
            .matcher(constraint.toString())
            .results()
            .map(found -> found.group(1))
            .collect(Collectors.toSet());

    assertEquals(
        IntStream.range(2, 2 + fixed).mapToObj(Integer::toString).collect(Collectors.toSet()),
        indexes);
  }

  @Test
  void callsBehindTheFixedIndexesHaveIdsOfTheirOwnToo() {
    List<ToolDefinition> many =
        IntStream.range(0, 257).mapToObj(i -> Requests.tool("tool" + i, "{}")).toList();
    ParseContext context = context(new ToolChoice.Required(), true, false, many);
    Constraint constraint = KimiConstraint.of(context).orElseThrow();
    for (int seed = 0; seed < 50; seed++) {
      Pieces output = ConstraintSampler.sample(constraint, new Random(seed));
      List<ToolCall> calls = Requests.message(output, context, EndCause.STOP).message().toolCalls();
      assertEquals(calls.size(), calls.stream().map(ToolCall::id).distinct().count());
      assertTrue(calls.getFirst().id().endsWith(":2"), calls.toString());
    }
  }

  @Test
  void nothingButTheIndexesChangesFromTurnToTurn() {
    ParseContext second = context(new ToolChoice.Required(), true, false, TOOLS);
    ParseContext first =
        new ParseContext(TOOLS, second.toolChoice(), true, false, false, true, Set.of());

    assertEquals(withoutIndexes(first), withoutIndexes(second));
  }

  private static String withoutIndexes(ParseContext context) {
    return KimiConstraint.of(context)
        .orElseThrow()
        .toString()
        .replaceAll("Variable\\[text=\\d+]", "Variable");
  }

  @Test
  void contentComesAfterReasoning() {
    Constraint content = new Constraint.Json(new JsonBoolean(true));
    ParseContext plain = context(new ToolChoice.None(), true, false, TOOLS);
    ParseContext open =
        new ParseContext(List.of(), new ToolChoice.Auto(), true, true, true, true, Set.of());

    assertEquals(content, KimiConstraint.ofContent(content, plain));
    assertEquals(
        List.of("</think>"), trigger(KimiConstraint.ofContent(content, open)).controlTokens());
  }

  @Test
  void callsMayTakeThePlaceOfContent() {
    Constraint content = new Constraint.Json(new JsonBoolean(true));
    Constraint either =
        KimiConstraint.ofContent(content, context(new ToolChoice.Auto(), true, false, TOOLS));

    assertEquals(content, ((Constraint.Choice) either).options().getFirst());
    assertEquals(
        new Constraint.ControlToken(Requests.SB),
        first(((Constraint.Choice) either).options().getLast()));
  }

  @Test
  void schemasAreEnforcedUnlessTheClientOptsOut() {
    ToolDefinition lax =
        new ToolDefinition(
            "lax",
            (JsonObject) JsonReader.read("{\"function\": {\"strict\": false}}"),
            Requests.BASH.parameters());
    ToolDefinition unsaid =
        new ToolDefinition(
            "unsaid",
            (JsonObject) JsonReader.read("{\"function\": {}}"),
            Requests.BASH.parameters());
    ToolDefinition bare = Requests.tool("bare", "{}");
    JsonObject anyObject = (JsonObject) JsonReader.read("{\"type\": \"object\"}");

    ToolDefinition strict =
        new ToolDefinition(
            "strict",
            (JsonObject) JsonReader.read("{\"function\": {\"strict\": true}}"),
            Requests.BASH.parameters());

    assertEquals(Requests.BASH.parameters(), schemaOf(strict));
    assertEquals(Requests.BASH.parameters(), schemaOf(unsaid));
    assertEquals(anyObject, schemaOf(lax));
    assertEquals(anyObject, schemaOf(bare));
    assertEquals(Requests.BASH.parameters(), schemaOf(Requests.BASH));
  }

  @Test
  void withoutCallsThereIsNoConstraint() {
    assertTrue(KimiConstraint.of(context(new ToolChoice.None(), true, false, TOOLS)).isEmpty());
    assertTrue(KimiConstraint.of(context(new ToolChoice.Auto(), true, false, List.of())).isEmpty());
  }

  private static Constraint of(ToolChoice choice, boolean reasoning, boolean thinkOpen) {
    return KimiConstraint.of(
            new ParseContext(TOOLS, choice, true, reasoning, thinkOpen, true, Set.of()))
        .orElseThrow();
  }

  private static Constraint.LazyTrigger trigger(Constraint constraint) {
    return (Constraint.LazyTrigger) constraint;
  }

  private static Constraint first(Constraint constraint) {
    return ((Constraint.Sequence) constraint).parts().getFirst();
  }

  private static ParseContext context(
      ToolChoice choice, boolean parallel, boolean reasoning, List<ToolDefinition> tools) {
    return new ParseContext(tools, choice, parallel, reasoning, false, true, Set.of("a", "b"));
  }

  private static JsonObject schemaOf(ToolDefinition tool) {
    ParseContext context = context(new ToolChoice.Required(), false, false, List.of(tool));
    List<JsonObject> schemas = new ArrayList<>();
    collectSchemas(KimiConstraint.of(context).orElseThrow(), schemas);
    assertTrue(schemas.getFirst().get("type") instanceof JsonString);
    return schemas.getFirst();
  }

  private static void collectSchemas(Constraint constraint, List<JsonObject> schemas) {
    switch (constraint) {
      case Constraint.Json json -> schemas.add((JsonObject) json.schema());
      case Constraint.Sequence sequence ->
          sequence.parts().forEach(p -> collectSchemas(p, schemas));
      case Constraint.Choice choice -> choice.options().forEach(o -> collectSchemas(o, schemas));
      case Constraint.Repeat repeat -> collectSchemas(repeat.part(), schemas);
      case Constraint.LazyTrigger lazy -> collectSchemas(lazy.then(), schemas);
      case Constraint.Literal l -> {}
      case Constraint.ControlToken c -> {}
      case Constraint.Variable v -> {}
      case Constraint.TextUntil t -> {}
      case Constraint.Gbnf g -> {}
    }
  }
}
