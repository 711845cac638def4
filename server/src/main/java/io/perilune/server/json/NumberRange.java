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

  boolean contains(double value) {
    return value >= min && value <= max && (!wholeNumber || value == Math.rint(value));
  }

  String description() {
    return wholeNumber
        ? "a whole number from " + (long) min + " to " + (long) max
        : "a number from " + min + " to " + max;
  }
}
