package io.perilune.inference.sampling;

/**
 * A temperature that follows the entropy of the candidates.
 *
 * @param range how far it may be from the set temperature; 0 for a fixed one
 * @param exponent how it follows, over 0; 1 for linearly
 */
public record DynamicTemperature(float range, float exponent) {
  /** A fixed temperature. */
  public static final DynamicTemperature NONE = new DynamicTemperature(0, 1);

  public DynamicTemperature {
    Limits.requireNotNegative("dynatemp_range", range);
    Limits.requirePositive("dynatemp_exponent", exponent);
  }
}
