package io.perilune.inference.sampling;

/** Refuses options that are out of their range. */
final class Limits {
  private Limits() {}

  static void require(boolean condition, String name, String range, Object value) {
    if (!condition) {
      throw new IllegalArgumentException(name + " is " + value + "; it must be " + range);
    }
  }

  /** Requires a finite number of at least 0. */
  static void requireNotNegative(String name, float value) {
    require(value >= 0 && Float.isFinite(value), name, "0 or more", value);
  }

  /** Requires a finite number greater than 0. */
  static void requirePositive(String name, float value) {
    require(value > 0 && Float.isFinite(value), name, "over 0", value);
  }

  /** Requires a number from {@code least} to {@code most}; NaN is none. */
  static void requireBetween(int least, int most, String name, float value) {
    require(value >= least && value <= most, name, "from " + least + " to " + most, value);
  }
}
