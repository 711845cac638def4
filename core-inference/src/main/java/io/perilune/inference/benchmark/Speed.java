package io.perilune.inference.benchmark;

import java.util.Arrays;

/**
 * Tokens per second over several repetitions.
 *
 * @param median the middle one; of an even number, the mean of the two in the middle
 * @param least the slowest
 * @param most the fastest
 */
public record Speed(double median, double least, double most) {
  /** Of at least one repetition. */
  static Speed of(double[] tokensPerSecond) {
    double[] sorted = tokensPerSecond.clone();
    Arrays.sort(sorted);
    int last = sorted.length - 1;
    return new Speed((sorted[last / 2] + sorted[(last + 1) / 2]) / 2, sorted[0], sorted[last]);
  }
}
