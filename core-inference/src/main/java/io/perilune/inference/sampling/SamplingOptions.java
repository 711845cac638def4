package io.perilune.inference.sampling;

import java.util.OptionalInt;

/**
 * How the next token is chosen, and what is told about the choice.
 *
 * @param temperature 0 for greedy; otherwise logits are divided by it
 * @param topK keep this many most probable tokens; 0 for all
 * @param topP keep the smallest set of most probable tokens whose probability reaches this; 1 for
 *     all
 * @param minP drop tokens less probable than this times the most probable one's probability; 0 for
 *     none
 * @param seed of the random numbers; equal seeds give equal choices
 * @param topLogprobs if present, each token comes with {@link TokenLogprobs} of this many most
 *     probable tokens; up to {@link #TOP_LOGPROBS_MAX}
 */
public record SamplingOptions(
    float temperature, int topK, float topP, float minP, long seed, OptionalInt topLogprobs) {
  /** The most alternatives told for a token. */
  public static final int TOP_LOGPROBS_MAX = 20;

  /** The most probable token, always. */
  public static final SamplingOptions GREEDY = new SamplingOptions(0, 0, 1, 0, 0);

  public SamplingOptions {
    require(
        temperature >= 0 && Float.isFinite(temperature), "temperature", "0 or more", temperature);
    require(topK >= 0, "top_k", "0 or more", topK);
    require(topP > 0 && topP <= 1, "top_p", "over 0 and at most 1", topP);
    require(minP >= 0 && minP <= 1, "min_p", "from 0 to 1", minP);
    int alternatives = topLogprobs.orElse(0);
    require(
        alternatives >= 0 && alternatives <= TOP_LOGPROBS_MAX,
        "top_logprobs",
        "from 0 to " + TOP_LOGPROBS_MAX,
        alternatives);
  }

  /** Options without log probabilities. */
  public SamplingOptions(float temperature, int topK, float topP, float minP, long seed) {
    this(temperature, topK, topP, minP, seed, OptionalInt.empty());
  }

  private static void require(boolean condition, String name, String range, Number value) {
    if (!condition) {
      throw new IllegalArgumentException(name + " is " + value + "; it must be " + range);
    }
  }
}
