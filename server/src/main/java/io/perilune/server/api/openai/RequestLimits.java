package io.perilune.server.api.openai;

import io.perilune.server.json.NumberRange;

/** What a request may hold at most, and the range of each of its numbers. */
final class RequestLimits {
  static final NumberRange TEMPERATURE = NumberRange.real("temperature", 0, 5);
  static final NumberRange TOP_P = NumberRange.real("top_p", 0, 1);
  static final NumberRange MIN_P = NumberRange.real("min_p", 0, 1);

  /** Some clients say -1, some 0 for all tokens. */
  static final NumberRange TOP_K = NumberRange.integer("top_k", -1, Integer.MAX_VALUE);

  static final NumberRange SEED = NumberRange.integer("seed", Long.MIN_VALUE, Long.MAX_VALUE);
  static final NumberRange MAX_TOKENS = NumberRange.integer("max_tokens", 1, Integer.MAX_VALUE);
  static final NumberRange MAX_COMPLETION_TOKENS =
      NumberRange.integer("max_completion_tokens", 1, Integer.MAX_VALUE);

  /** One answer for each request. */
  static final NumberRange N = NumberRange.integer("n", 1, 1);

  /** Not implemented: accepted where it changes nothing. */
  static final NumberRange FREQUENCY_PENALTY = NumberRange.real("frequency_penalty", 0, 0);

  static final NumberRange PRESENCE_PENALTY = NumberRange.real("presence_penalty", 0, 0);
  static final NumberRange TOP_LOGPROBS = NumberRange.integer("top_logprobs", 0, 0);

  private RequestLimits() {}
}
