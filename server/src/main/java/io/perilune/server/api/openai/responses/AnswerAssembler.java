package io.perilune.server.api.openai.responses;

import io.perilune.toolcall.ChatMessage;
import io.perilune.toolcall.MessageContent;
import io.perilune.toolcall.Role;
import io.perilune.toolcall.ToolCall;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Puts the items of answers together again: reasoning, content and calls, in this order. What
 * cannot follow what came before it begins another answer.
 */
final class AnswerAssembler {
  private final Consumer<ChatMessage> answers;
  private final StringBuilder reasoning = new StringBuilder();
  private MessageContent content;
  private final List<ToolCall> calls = new ArrayList<>();

  /**
   * Starts with nothing.
   *
   * @param answers receives each answer once it is complete
   */
  AnswerAssembler(Consumer<ChatMessage> answers) {
    this.answers = answers;
  }

  void reasoning(String text) {
    beginBeforeContent();
    reasoning.append(text);
  }

  void content(MessageContent text) {
    beginBeforeContent();
    content = text;
  }

  void call(ToolCall call) {
    calls.add(call);
  }

  /** Ends the answer, if there is any. */
  void end() {
    if (content == null && calls.isEmpty() && reasoning.isEmpty()) {
      return;
    }
    answers.accept(
        new ChatMessage(
            Role.ASSISTANT,
            null,
            contentOrNull(),
            reasoning.isEmpty() ? null : reasoning.toString(),
            calls,
            null));
    content = null;
    calls.clear();
    reasoning.setLength(0);
  }

  private void beginBeforeContent() {
    if (content != null || !calls.isEmpty()) {
      end();
    }
  }

  /** Null where there is nothing but calls, as after an answer without content. */
  private MessageContent contentOrNull() {
    boolean silent = content == null || content.plainText().isEmpty();
    return silent ? (calls.isEmpty() ? MessageContent.of("") : null) : content;
  }
}
