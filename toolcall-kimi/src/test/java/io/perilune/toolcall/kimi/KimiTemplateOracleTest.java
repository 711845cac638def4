package io.perilune.toolcall.kimi;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.perilune.toolcall.ChatMessage;
import io.perilune.toolcall.Role;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Prompts of recorded conversations. The built-in template differs from the recorded one in its
 * default system message only, which is shorter and has no line feed after it.
 */
class KimiTemplateOracleTest {
  private static final String RECORDED_TEMPLATE = "Kimi-K2-Instruct.jinja";
  private static final String SYSTEM_START = "<|im_system|>system<|im_middle|>";
  private static final String SYSTEM_END = "<|im_end|>";

  @Test
  void rendersAsRecorded() throws IOException {
    List<Conversation> conversations = Conversation.all();
    List<String> mismatches = new ArrayList<>();
    for (Conversation conversation : conversations) {
      List<ChatMessage> messages = new KimiFormat().normalise(conversation.messages());
      String expected = conversation.normalisedPrompt(RECORDED_TEMPLATE);
      if (messages.getFirst().role() != Role.SYSTEM) {
        expected = withOwnDefault(expected);
      }
      String prompt = KimiTemplateTest.render(messages, conversation.tools()).text();
      if (!prompt.equals(expected)) {
        mismatches.add(conversation.name() + ":\nexpected " + expected + "\n     got " + prompt);
      }
    }
    System.out.printf(
        "prompts of the built-in template: records checked %d / mismatches %d%n",
        conversations.size(), mismatches.size());
    assertTrue(mismatches.isEmpty(), String.join("\n", mismatches));
  }

  private static String withOwnDefault(String prompt) {
    int text = prompt.indexOf(SYSTEM_START) + SYSTEM_START.length();
    int end = prompt.indexOf(SYSTEM_END, text) + SYSTEM_END.length();
    int next = prompt.startsWith("\n", end) ? end + 1 : end;
    return prompt.substring(0, text)
        + "You are a helpful assistant."
        + SYSTEM_END
        + prompt.substring(next);
  }
}
