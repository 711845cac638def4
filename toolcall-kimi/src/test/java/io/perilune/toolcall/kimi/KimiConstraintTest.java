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
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

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

  @Test
  void withManyToolsOnlyTheFirstIndexesAreFixed() {
    List<ToolDefinition> many =
        IntStream.range(0, 700).mapToObj(i -> Requests.tool("tool" + i, "{}")).toList();
    Constraint constraint =
        KimiConstraint.of(context(new ToolChoice.Required(), true, false, many)).orElseThrow();
    assertTrue(constraint.toString().length() < 700 * 1_000);
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
      case Constraint.Gbnf g -> {}
    }
  }
}
