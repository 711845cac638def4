package io.perilune.server.api.ollama;

import com.fasterxml.jackson.annotation.JsonRawValue;
import io.perilune.server.conversation.ArgumentsObject;
import io.perilune.toolcall.ChatMessage;
import io.perilune.toolcall.MessageContent;
import java.util.ArrayList;
import java.util.List;

/**
 * A message of the assistant, or a part of one.
 *
 * @param thinking {@code null} without reasoning
 * @param toolCalls {@code null} without calls
 */
public record AnswerMessage(String role, String content, String thinking, List<Call> toolCalls) {
  /** A whole call. */
  public record Call(String id, Function function) {
    static Call of(int index, String id, String name, String arguments) {
      return new Call(id, new Function(index, name, ArgumentsObject.of(arguments)));
    }
  }

  /**
   * The function called.
   *
   * @param index the number of the call in the message
   * @param arguments an object
   */
  public record Function(int index, String name, @JsonRawValue String arguments) {}

  static final AnswerMessage EMPTY = text("");

  static AnswerMessage text(String text) {
    return new AnswerMessage("assistant", text, null, null);
  }

  static AnswerMessage thinking(String text) {
    return new AnswerMessage("assistant", "", text, null);
  }

  static AnswerMessage call(Call call) {
    return new AnswerMessage("assistant", "", null, List.of(call));
  }

  static AnswerMessage of(ChatMessage message) {
    List<Call> calls = new ArrayList<>();
    message
        .toolCalls()
        .forEach(
            call -> calls.add(Call.of(calls.size(), call.id(), call.name(), call.arguments())));
    return new AnswerMessage(
        "assistant",
        message.contentIfPresent().map(MessageContent::plainText).orElse(""),
        message.reasoning(),
        calls.isEmpty() ? null : calls);
  }
}
