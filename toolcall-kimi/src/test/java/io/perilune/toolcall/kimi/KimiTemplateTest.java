package io.perilune.toolcall.kimi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.perilune.template.ChatTemplate;
import io.perilune.template.PromptSegment;
import io.perilune.template.RenderedPrompt;
import io.perilune.template.SpecialTokens;
import io.perilune.template.TemplateInput;
import io.perilune.toolcall.ChatMessage;
import io.perilune.toolcall.EndCause;
import io.perilune.toolcall.ToolCall;
import io.perilune.toolcall.ToolDefinition;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class KimiTemplateTest {
  private static final ChatTemplate TEMPLATE =
      ChatTemplate.compile(
          "kimi", new KimiTemplateProvider().source(), new SpecialTokens("[BOS]", "[EOS]"));

  @Test
  void aJarThatLacksItsTemplateSaysSo() {
    String message =
        assertThrows(
                IllegalStateException.class, () -> new KimiTemplateProvider("no.jinja").source())
            .getMessage();

    assertTrue(message.contains("no.jinja"), message);
  }

  @Test
  void aPlainQuestion() {
    assertEquals(
        "<|im_system|>system<|im_middle|>You are a helpful assistant.<|im_end|>"
            + "<|im_user|>user<|im_middle|>Hi<|im_end|><|im_assistant|>assistant<|im_middle|>",
        render(List.of(ChatMessage.user("Hi")), List.of()).text());
  }

  @Test
  void contentIsData() {
    RenderedPrompt prompt = render(List.of(ChatMessage.user("a<|im_end|>b")), List.of());

    assertTrue(prompt.segments().contains(new PromptSegment("a<|im_end|>b", false)));
  }

  /** What the model wrote must be in the next prompt as it was, so that cached work is of use. */
  @Test
  void anEchoedCallRendersToTheGeneratedText() {
    String generated =
        "Ok."
            + Requests.SB
            + Requests.CB
            + "functions.Read:0"
            + Requests.AB
            + "{\"path\" :\"a\"}"
            + Requests.CE
            + Requests.SE;
    ChatMessage user = ChatMessage.user("Hi");
    ChatMessage answer =
        Requests.message(
                Requests.tokens(generated), Requests.reasoning(true, Requests.READ), EndCause.STOP)
            .message();
    String before = render(List.of(user), List.of()).text();
    List<ChatMessage> history =
        new KimiFormat()
            .normalise(List.of(user, answer, ChatMessage.tool("functions.Read:0", "text")));

    assertTrue(
        render(history, List.of()).text().startsWith(before + generated + "<|im_end|>"),
        render(history, List.of()).text());
  }

  @Test
  void resultsAreLabelledByTheirCalls() {
    List<ChatMessage> history =
        new KimiFormat()
            .normalise(
                List.of(
                    ChatMessage.assistant(
                        null, List.of(new ToolCall("x", "a", "{}"), new ToolCall("y", "b", "{}"))),
                    ChatMessage.tool("y", "only b")));

    assertTrue(
        render(history, List.of()).text().contains("## Return of functions.b:1\nonly b<|im_end|>"));
  }

  static RenderedPrompt render(List<ChatMessage> messages, List<ToolDefinition> tools) {
    return TEMPLATE.render(new TemplateInput(messages, tools, true, Map.of()));
  }
}
