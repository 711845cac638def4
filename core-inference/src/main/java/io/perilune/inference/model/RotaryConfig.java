package io.perilune.inference.model;

/**
 * Rotary positions: pairs of dimensions turn together, each at a frequency of its own.
 *
 * @param pairs which dimensions make a pair
 * @param dimensions rotated dimensions of a head, even
 * @param base the base of the frequencies
 * @param scaling how the frequencies are changed for longer contexts
 */
public record RotaryConfig(Pairs pairs, int dimensions, double base, Scaling scaling) {

  /** Which of the rotated dimensions make pair {@code i}. */
  public enum Pairs {
    /** {@code 2i} and {@code 2i + 1}. */
    NEIGHBOURS,
    /** {@code i} and {@code i + dimensions / 2}, as first done in GPT-NeoX. */
    HALVES
  }

  /** A change of the frequencies. */
  public sealed interface Scaling {}

  /** Frequencies as they are. */
  public record None() implements Scaling {}

  /** All frequencies divided by {@code factor}. */
  public record Linear(double factor) implements Scaling {}

  /**
   * YaRN: low frequencies divided by {@code factor}, high ones kept, a ramp between.
   *
   * @param originalContext the context length of training, in tokens
   * @param betaFast turns in the original context above which a frequency is kept
   * @param betaSlow turns below which it is divided
   * @param magnitude what rotated vectors are multiplied by
   */
  public record Yarn(
      double factor, int originalContext, double betaFast, double betaSlow, double magnitude)
      implements Scaling {}

  /** What rotated vectors are multiplied by. */
  public double magnitude() {
    return scaling instanceof Yarn yarn ? yarn.magnitude() : 1;
  }

  /** The angle per position of each pair, in radians. */
  public double[] frequencies() {
    double[] frequencies = new double[dimensions / 2];
    for (int i = 0; i < frequencies.length; i++) {
      double plain = Math.pow(base, -2.0 * i / dimensions);
      frequencies[i] =
          switch (scaling) {
            case None() -> plain;
            case Linear linear -> plain / linear.factor();
            case Yarn yarn -> {
              double keep = kept(yarn, i);
              yield plain / yarn.factor() * (1 - keep) + plain * keep;
            }
          };
    }
    return frequencies;
  }

  /** How much of pair {@code i}'s own frequency YaRN keeps, 0 to 1. */
  private double kept(Yarn yarn, int i) {
    double low = Math.max(0, Math.floor(pairWithTurns(yarn, yarn.betaFast())));
    double high = Math.min(dimensions - 1, Math.ceil(pairWithTurns(yarn, yarn.betaSlow())));
    double ramp = (i - low) / Math.max(0.001, high - low);
    return 1 - Math.clamp(ramp, 0.0, 1.0);
  }

  /** The pair, as a fraction, that turns this many times in the original context. */
  private double pairWithTurns(Yarn yarn, double turns) {
    return dimensions
        * Math.log(yarn.originalContext() / (2 * Math.PI * turns))
        / (2 * Math.log(base));
  }
}
