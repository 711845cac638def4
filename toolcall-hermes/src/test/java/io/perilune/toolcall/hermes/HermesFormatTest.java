package io.perilune.toolcall.hermes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.perilune.toolcall.ChatMessage;
import io.perilune.toolcall.Constraint;
import io.perilune.toolcall.EndCause;
import io.perilune.toolcall.ModelDescriptor;
import io.perilune.toolcall.ParseContext;
import io.perilune.toolcall.ToolCall;
import io.perilune.toolcall.ToolCallFormat;
import io.perilune.toolcall.ToolChoice;
import io.perilune.toolcall.ToolDefinition;
import io.perilune.toolcall.json.JsonValue.JsonObject;
import io.perilune.toolcall.testkit.Pieces;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class HermesFormatTest {
  private static final String JSON_TEMPLATE =
      "{{ '<tool_call>' }} {\"name\": \"{{ n }}\", \"arguments\": {{ a }}}";
  private static final String XML_TEMPLATE =
      "<tool_call> {{ '<function=' + n + '>' }} <parameter=x>";
  private static final ToolDefinition TOOL =
      new ToolDefinition("a\"b", JsonObject.EMPTY, JsonObject.EMPTY);

  private final ToolCallFormat format = new HermesFormat();

  @Test
  void knowsItsModelsByTheirTemplates() {
    assertTrue(score(JSON_TEMPLATE, "") > 0);
    assertTrue(score(XML_TEMPLATE, "") > score(JSON_TEMPLATE, ""));
    assertTrue(score(JSON_TEMPLATE, "<tool_call>") > score(JSON_TEMPLATE, ""));
  }

  @Test
  void knowsAModelWithoutTemplateByItsVocabulary() {
    assertTrue(score("", "<tool_call>") > 0);
    assertEquals(0, score("{{ messages }}", "<tool_call>"));
  }

  @Test
  void otherFormatsWithTheSameTagsAreNotItsOwn() {
    assertEquals(0, score("<tool_call>name\n<arg_key>k</arg_key> arguments", ""));
    assertEquals(0, score("<tool_call> but nothing in it", ""));
    assertEquals(0, score("<tool_call><function=NAME> but no parameters", ""));
    assertEquals(0, score("<x:tool_call><function=NAME><parameter=KEY>", ""));
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

  /** Some vocabularies have the tags as control tokens. */
  @Test
  void theTagsMayBeControlTokens() {
    String object = "{\"name\": \"f\", \"arguments\": {}}";
    Pieces output =
        Pieces.tokens(
            "<tool_call>" + object + "</tool_call>", List.of("<tool_call>", "</tool_call>"));
    ParseContext noTools =
        new ParseContext(List.of(), new ToolChoice.Auto(), true, false, false, true, Set.of());

    assertEquals(
        List.of(new ToolCall("call_0", "f", "{}")),
        output
            .parse(format, context(new ToolChoice.Auto(), false), EndCause.STOP)
            .message()
            .toolCalls());
    assertEquals(
        output.toString().replace("¦", ""),
        output
            .parse(format, noTools, EndCause.STOP)
            .message()
            .contentIfPresent()
            .orElseThrow()
            .plainText());
  }

  @Test
  void whereTheModelDecidesNothingIsEnforced() {
    assertEquals(Optional.empty(), format.constraint(context(new ToolChoice.Auto(), false)));
    assertEquals(Optional.empty(), format.constraint(context(new ToolChoice.None(), false)));
  }

  @Test
  void aRequiredCallIsJsonInTags() {
    Constraint.Sequence calls =
        (Constraint.Sequence)
            format.constraint(context(new ToolChoice.Required(), false)).orElseThrow();
    Constraint.Sequence call =
        (Constraint.Sequence) ((Constraint.Choice) calls.parts().getFirst()).options().getFirst();

    assertEquals(new Constraint.Literal("<tool_call>\n"), call.parts().getFirst());
    assertEquals(
        new Constraint.Literal("{\"name\": \"a\\\"b\", \"arguments\": "),
        ((Constraint.Sequence) call.parts().get(1)).parts().getFirst());
  }

  @Test
  void openReasoningIsFreeEvenIfACallIsRequired() {
    Constraint constraint =
        format.constraint(context(new ToolChoice.Required(), true)).orElseThrow();

    assertTrue(((Constraint.LazyTrigger) constraint).controlTokens().contains("</think>"));
  }

  private int score(String template, String controlToken) {
    return format.score(new ModelDescriptor("qwen3", template, controlToken::equals));
  }

  private static ParseContext context(ToolChoice choice, boolean reasoning) {
    return new ParseContext(List.of(TOOL), choice, false, reasoning, reasoning, true, Set.of());
  }
}
