package io.perilune.server.api.openai;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/**
 * A completion of text, or a part of a streamed one.
 *
 * @param created when, in seconds since 1970
 */
public record TextCompletion(
    String id,
    String object,
    long created,
    String model,
    List<Choice> choices,
    Usage usage,
    Timings timings) {
  /**
   * One of the answers.
   *
   * @param finishReason {@code null} until it has ended
   */
  public record Choice(
      int index,
      String text,
      @JsonInclude(JsonInclude.Include.ALWAYS) TextLogprobs logprobs,
      @JsonInclude(JsonInclude.Include.ALWAYS) String finishReason) {}

  static TextCompletion of(AnswerHead head, List<Choice> choices, Usage usage, Timings timings) {
    return new TextCompletion(
        head.id(), "text_completion", head.created(), head.model(), choices, usage, timings);
  }
}
