package io.perilune.inference.engine;

/**
 * Measures what a pass without prompt tokens takes, by its width: a line through the times so far,
 * the latest of which weigh most. So many passes of the same width may come that nothing can be
 * told of other ones; then the last known rise holds on.
 */
final class StepCost {
  /** What is left of a time's weight after the next one. */
  private static final double DECAY = 0.97;

  /** The variance of widths from which a rise can be told. */
  private static final double VARIANCE_MIN = 0.01;

  /** The rise before it is known, as a part of a token's mean time. */
  private static final double FIRST_RISE = 0.25;

  /** No token is for nothing, whatever the times seem to say. */
  private static final double LEAST_RISE = 1.0 / 32;

  /** A time that is longer than expected by this factor has other causes. */
  private static final double OUTLIER = 4;

  private double weight;
  private double meanWidth = 1;
  private double meanNanos;
  private double variance;
  private double covariance;
  private double rise;

  /** Takes the time of a pass of so many tokens. */
  void record(int width, long nanos) {
    double time = meanNanos > 0 ? Math.min(nanos, OUTLIER * of(width)) : nanos;
    weight = DECAY * weight + 1;
    double part = 1 / weight;
    double wider = width - meanWidth;
    double longer = time - meanNanos;
    meanWidth += part * wider;
    meanNanos += part * longer;
    variance = (1 - part) * (variance + part * wider * wider);
    covariance = (1 - part) * (covariance + part * wider * longer);
    double perToken = meanNanos / meanWidth;
    double slope = variance < VARIANCE_MIN ? firstRise() : covariance / variance;
    rise = Math.clamp(slope, LEAST_RISE * perToken, perToken);
  }

  private double firstRise() {
    return rise > 0 ? rise : FIRST_RISE * meanNanos / meanWidth;
  }

  /** The likely time of a pass of so many tokens, in any unit. */
  double of(int width) {
    return meanNanos == 0 ? 1 + FIRST_RISE * (width - 1) : meanNanos + rise * (width - meanWidth);
  }

  /** What one more token would add to it, in the same unit. */
  double perToken() {
    return meanNanos == 0 ? FIRST_RISE : rise;
  }
}
