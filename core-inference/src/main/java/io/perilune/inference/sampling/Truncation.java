package io.perilune.inference.sampling;

/**
 * Which improbable tokens are dropped.
 *
 * @param topK keep this many most probable tokens; 0 for all
 * @param topP keep the fewest most probable tokens whose probability reaches this; 1 for all
 * @param minP drop tokens less probable than this times the most probable one's probability; 0 for
 *     none
 * @param typicalP keep the fewest most typical tokens whose probability exceeds this; 1 for all
 * @param topNSigma drop tokens whose logit is more than this many standard deviations below the
 *     greatest; 0 for none
 * @param minKeep keep at least this many tokens, whatever {@code topP}, {@code minP}, {@code
 *     typicalP} and {@link Xtc} say
 */
public record Truncation(
    int topK, float topP, float minP, float typicalP, float topNSigma, int minKeep) {
  /** Drops nothing. */
  public static final Truncation NONE = new Truncation(0, 1, 0, 1, 0, 0);

  public Truncation {
    Limits.require(topK >= 0, "top_k", "0 or more", topK);
    Limits.require(topP > 0 && topP <= 1, "top_p", "over 0 and at most 1", topP);
    Limits.requireBetween(0, 1, "min_p", minP);
    Limits.requireBetween(0, 1, "typical_p", typicalP);
    Limits.requireNotNegative("top_n_sigma", topNSigma);
    Limits.require(minKeep >= 0, "min_keep", "0 or more", minKeep);
  }
}
