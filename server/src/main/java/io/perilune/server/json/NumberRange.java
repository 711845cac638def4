package io.perilune.server.json;

/**
 * The values that a numeric field may have, both ends included.
 *
 * @param field the field's name
 * @param wholeNumber whether fractions are refused
 */
public record NumberRange(String field, double min, double max, boolean wholeNumber) {
  public static NumberRange integer(String field, long min, long max) {
    return new NumberRange(field, min, max, true);
  }

  public static NumberRange real(String field, double min, double max) {
    return new NumberRange(field, min, max, false);
  }

  /** Whether a number is one of the values. */
  public boolean contains(double value) {
    return value >= min && value <= max && (!wholeNumber || value == Math.rint(value));
  }

  /** The values in words. */
  public String description() {
    if (min == max) {
      return written(min) + "; other values are not supported";
    }
    return (wholeNumber ? "a whole number from " : "a number from ")
        + written(min)
        + " to "
        + written(max);
  }

  private static String written(double bound) {
    return bound == Math.rint(bound) ? Long.toString((long) bound) : Double.toString(bound);
  }
}
