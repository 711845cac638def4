package io.perilune.inference.sampling;

/**
 * How top choices are excluded.
 *
 * @param probability of doing so for a token; 0 for never
 * @param threshold the probability from which on a token is a top choice; of more than 0.5 there is
 *     one at most, so nothing is excluded
 */
public record Xtc(float probability, float threshold) {
  /** Never. */
  public static final Xtc NONE = new Xtc(0, 1);

  public Xtc {
    Limits.requireBetween(0, 1, "xtc_probability", probability);
    Limits.requireBetween(0, 1, "xtc_threshold", threshold);
  }
}
