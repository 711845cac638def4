package io.perilune.toolcall.deepseek;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.perilune.toolcall.ChatMessage;
import io.perilune.toolcall.Constraint;
import io.perilune.toolcall.ModelDescriptor;
import io.perilune.toolcall.ParseContext;
import io.perilune.toolcall.ToolCall;
import io.perilune.toolcall.ToolCallFormat;
import io.perilune.toolcall.ToolChoice;
import io.perilune.toolcall.ToolDefinition;
import io.perilune.toolcall.json.JsonValue.JsonObject;
import io.perilune.toolcall.testkit.ConstraintSampler;
import io.perilune.toolcall.testkit.Pieces;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DeepSeekFormatTest {
  private static final String MARKER = "<｜tool▁calls▁begin｜>";
  private static final ToolDefinition TOOL =
      new ToolDefinition("f", JsonObject.EMPTY, JsonObject.EMPTY);

  private final ToolCallFormat format = new DeepSeekFormat();

  @Test
  void knowsItsModelsByVocabularyAndTemplate() {
    assertEquals(100, score("x" + MARKER, MARKER));
    assertEquals(100, score("", MARKER));
    assertTrue(score("x" + MARKER, "") > 0);
  }

  @Test
  void aTemplateThatWritesCallsInAnotherWayIsNotItsOwn() {
    assertEquals(0, score("{{ '<tool_call>' }}", MARKER));
  }

  @Test
  void theArchitectureAloneSaysNothing() {
    assertEquals(0, score("{{ messages }}", ""));
  }

  @Test
  void resultsAreSortedAndKeepTheirIds() {
    ChatMessage calls =
        ChatMessage.assistant(
            null, List.of(new ToolCall("x", "f", "{}"), new ToolCall("y", "g", "{}")));
    ChatMessage first = ChatMessage.tool("x", "1");
    ChatMessage second = ChatMessage.tool("y", "2");

    assertEquals(List.of(calls, first, second), format.normalise(List.of(calls, second, first)));
  }

  @Test
  void withAutoTextIsFreeUntilASectionBegins() {
    Constraint constraint = format.constraint(context(new ToolChoice.Auto(), false)).orElseThrow();

    assertEquals(List.of(MARKER), ((Constraint.LazyTrigger) constraint).controlTokens());
  }

  @Test
  void openReasoningIsFreeEvenIfACallIsRequired() {
    Constraint constraint =
        format.constraint(context(new ToolChoice.Required(), true)).orElseThrow();

    assertEquals(
        List.of("</think>", MARKER), ((Constraint.LazyTrigger) constraint).controlTokens());
  }

  @Test
  void oneCallIsAllowedWhereOneIsWanted() {
    ParseContext single =
        new ParseContext(
            List.of(TOOL), new ToolChoice.Required(), false, false, false, true, Set.of());
    Constraint constraint = format.constraint(single).orElseThrow();

    for (int seed = 0; seed < 20; seed++) {
      Pieces sample = ConstraintSampler.sample(constraint, new Random(seed));
      assertEquals(1, sample.toString().split("<｜tool▁call▁begin｜>", -1).length - 1);
    }
  }

  @Test
  void withoutCallsThereIsNoConstraint() {
    assertEquals(Optional.empty(), format.constraint(context(new ToolChoice.None(), false)));
  }

  private int score(String template, String controlToken) {
    return format.score(new ModelDescriptor("deepseek2", template, controlToken::equals));
  }

  private static ParseContext context(ToolChoice choice, boolean reasoning) {
    return new ParseContext(List.of(TOOL), choice, true, reasoning, reasoning, true, Set.of());
  }
}
