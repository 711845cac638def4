package io.perilune.server.api.openai;

import io.perilune.inference.sampling.SamplingOptions;
import io.perilune.server.json.NumberRange;

/** What a request may hold at most, and the range of each of its numbers. */
final class RequestLimits {
  static final NumberRange MAX_TOKENS = NumberRange.integer("max_tokens", 1, Integer.MAX_VALUE);
  static final NumberRange MAX_COMPLETION_TOKENS =
      NumberRange.integer("max_completion_tokens", 1, Integer.MAX_VALUE);

  static final NumberRange TOP_LOGPROBS =
      NumberRange.integer("top_logprobs", 0, SamplingOptions.TOP_LOGPROBS_MAX);

  /** Of completions of text, where it is the number of alternatives. */
  static final NumberRange LOGPROBS =
      NumberRange.integer("logprobs", 0, SamplingOptions.TOP_LOGPROBS_MAX);

  private RequestLimits() {}

  /**
   * How many answers to one conversation there may be.
   *
   * @param slots how many can be generated at the same time
   */
  static NumberRange choices(int slots) {
    return NumberRange.integer("n", 1, slots);
  }
}
