package io.perilune.server.api.openai;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.perilune.server.chat.Completion;
import io.perilune.toolcall.ChatMessage;
import java.util.List;

/**
 * A whole answer.
 *
 * @param created when, in seconds since 1970
 */
public record ChatCompletion(
    String id,
    String object,
    long created,
    String model,
    List<Choice> choices,
    Usage usage,
    Timings timings) {
  /** The one choice. */
  public record Choice(
      int index,
      AnswerMessage message,
      @JsonInclude(JsonInclude.Include.ALWAYS) Object logprobs,
      String finishReason) {}

  static ChatCompletion of(AnswerHead head, ChatMessage message, Completion completion) {
    Choice choice =
        new Choice(
            0, AnswerMessage.of(message), null, AnswerHead.finishReason(completion.reason()));
    return new ChatCompletion(
        head.id(),
        "chat.completion",
        head.created(),
        head.model(),
        List.of(choice),
        Usage.of(completion.stats()),
        Timings.of(completion.stats()));
  }
}
