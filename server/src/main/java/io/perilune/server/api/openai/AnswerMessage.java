package io.perilune.server.api.openai;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.perilune.toolcall.ChatMessage;
import io.perilune.toolcall.MessageContent;
import java.util.List;

/**
 * A whole message of the assistant.
 *
 * @param content {@code null} where there are calls and no text
 * @param reasoningContent {@code null} without reasoning
 * @param toolCalls {@code null} without calls
 */
public record AnswerMessage(
    String role,
    @JsonInclude(JsonInclude.Include.ALWAYS) String content,
    String reasoningContent,
    List<Call> toolCalls) {
  /** A whole call. */
  public record Call(String id, String type, Function function) {}

  /**
   * The function called.
   *
   * @param arguments JSON text as the model wrote it
   */
  public record Function(String name, String arguments) {}

  static AnswerMessage of(ChatMessage message) {
    List<Call> calls =
        message.toolCalls().stream()
            .map(
                call ->
                    new Call(call.id(), "function", new Function(call.name(), call.arguments())))
            .toList();
    return new AnswerMessage(
        message.role().wireName(),
        message.contentIfPresent().map(MessageContent::plainText).orElse(null),
        message.reasoning(),
        calls.isEmpty() ? null : calls);
  }
}
