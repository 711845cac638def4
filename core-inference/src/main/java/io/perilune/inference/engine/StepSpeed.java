package io.perilune.inference.engine;

import java.time.Duration;

/**
 * Measures passes. From their times follow how many prompt tokens the next pass may have, and how
 * long the queue will take.
 *
 * <p>The rule: a pass shall last no longer than {@link #TARGET}, since so long others wait for
 * their next token and a cancellation takes effect. After a pass with all the prompt tokens it was
 * allowed, the allowance is multiplied by target over time, but at most doubled; it stays between
 * the least that gives each slot a share and the most that the options allow. It starts small: the
 * first pass on a slow machine shall be short as well.
 *
 * <p>Recorded by the scheduler's thread, read by all.
 */
final class StepSpeed {
  /** Leaves a quarter of a second for what a pass does not include. */
  static final Duration TARGET = Duration.ofMillis(750);

  private static final int FIRST_ALLOWANCE = 32;

  /** Weight of the newest time in a mean: one in this many. */
  private static final int MEAN_WINDOW = 8;

  private final int least;
  private final int most;
  private volatile int allowance;
  private volatile double nanosPerPrefill;
  private volatile double nanosPerDecodeStep;
  private volatile double meanPasses;

  /**
   * Creates a measure of nothing yet.
   *
   * @param least prompt tokens that a pass may always have
   * @param most prompt tokens that a pass may have at most, no fewer
   */
  StepSpeed(int least, int most) {
    this.least = least;
    this.most = most;
    this.allowance = Math.clamp(FIRST_ALLOWANCE, least, most);
  }

  /** How many prompt tokens the next pass may have. */
  int prefillAllowance() {
    return allowance;
  }

  /**
   * Takes the measure of a pass.
   *
   * @param prefilled its prompt tokens
   * @param decoded its other tokens
   * @return which part of its time goes to the prompt tokens, in nanoseconds
   */
  long record(int prefilled, int decoded, long nanos) {
    if (prefilled == 0) {
      nanosPerDecodeStep = mean(nanosPerDecodeStep, nanos);
      return 0;
    }
    long decode = decoded == 0 ? 0 : (long) Math.min(nanos, nanosPerDecodeStep);
    nanosPerPrefill = mean(nanosPerPrefill, (double) (nanos - decode) / prefilled);
    if (prefilled >= allowance) {
      double fitting = (double) allowance * TARGET.toNanos() / Math.max(1, nanos);
      allowance = (int) Math.clamp(Math.min(fitting, 2.0 * allowance), least, most);
    } else if (nanos > TARGET.toNanos()) {
      allowance = Math.max(least, allowance / 2);
    }
    return nanos - decode;
  }

  /** A generation has ended whose output took so many passes. */
  void ended(int passes) {
    meanPasses = mean(meanPasses, passes);
  }

  /** The likely time to compute so many prompt tokens and the answers of so many generations. */
  Duration timeFor(long promptTokens, int generations, int slots) {
    double decodeSteps = Math.ceilDiv(generations, slots) * meanPasses;
    return Duration.ofNanos(
        (long) (promptTokens * nanosPerPrefill + decodeSteps * nanosPerDecodeStep));
  }

  private static double mean(double before, double newest) {
    return before == 0 ? newest : before + (newest - before) / MEAN_WINDOW;
  }
}
