package io.perilune.server.api.openai;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.perilune.inference.engine.GenerationStats;
import io.perilune.server.answer.WholeAnswer;
import io.perilune.server.chat.Completion;
import java.util.ArrayList;
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
  /** One of the answers. */
  public record Choice(
      int index,
      AnswerMessage message,
      @JsonInclude(JsonInclude.Include.ALWAYS) Logprobs logprobs,
      String finishReason) {}

  /**
   * The answers to a request.
   *
   * @param logprobs whether log probabilities are asked for
   */
  static ChatCompletion of(AnswerHead head, List<WholeAnswer> answers, boolean logprobs) {
    List<Choice> choices = new ArrayList<>();
    List<GenerationStats> stats = new ArrayList<>();
    for (WholeAnswer answer : answers) {
      Completion completion = answer.completion();
      choices.add(
          new Choice(
              choices.size(),
              AnswerMessage.of(answer.message()),
              logprobs ? Logprobs.of(completion.contentTokens()) : null,
              AnswerHead.finishReason(completion.reason())));
      stats.add(completion.stats());
    }
    return new ChatCompletion(
        head.id(),
        "chat.completion",
        head.created(),
        head.model(),
        choices,
        Usage.of(stats),
        Timings.of(stats));
  }
}
