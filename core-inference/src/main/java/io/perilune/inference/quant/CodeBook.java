package io.perilune.inference.quant;

/**
 * Ascending values, of which codes are the indices; a weight is a factor times a value. Neighbours
 * are at least 1 apart, so a table by whole numbers tells nearest values up to one comparison.
 */
final class CodeBook {
  /** Trial factors map the largest weight to an end of the values, times these. */
  private static final float FIRST_STRETCH = 0.86f;

  private static final float STRETCH_STEP = 0.045f;
  private static final int STRETCHES = 8;

  private static final int REFINEMENTS = 2;

  private final float[] values;
  private final float first;
  private final float last;

  /** Where one value ends to be the nearest and the next begins; behind the last value nowhere. */
  private final float[] middles;

  /**
   * The lowest code that is nearest to a number from {@code first + i} to {@code first + i + 1}.
   */
  private final int[] lowest;

  CodeBook(float[] ascending) {
    values = ascending.clone();
    first = values[0];
    last = values[values.length - 1];
    middles = new float[values.length];
    for (int i = 0; i < middles.length; i++) {
      middles[i] =
          i + 1 < values.length ? (values[i] + values[i + 1]) / 2 : Float.POSITIVE_INFINITY;
    }
    // The difference to a number just below the last may round up.
    lowest = new int[(int) (last - first) + 1];
    for (int i = 1; i < lowest.length; i++) {
      int code = lowest[i - 1];
      lowest[i] = first + i > middles[code] ? code + 1 : code;
    }
  }

  /** Codes for the integers from {@code first} to {@code last}. */
  static CodeBook integers(int first, int last) {
    float[] values = new float[last - first + 1];
    for (int i = 0; i < values.length; i++) {
      values[i] = first + i;
    }
    return new CodeBook(values);
  }

  /** The code whose value times {@code factor} is nearest; that nearest to 0 for factor 0. */
  int nearest(float weight, float factor) {
    return nearest(factor == 0 ? 0 : weight / factor);
  }

  private int nearest(float value) {
    if (!(value > first)) { // or NaN, of the least factors
      return 0;
    }
    if (value >= last) {
      return values.length - 1;
    }
    int code = lowest[(int) (value - first)];
    return value > middles[code] ? code + 1 : code;
  }

  /** A factor with almost the least sum of squared errors, of either sign; 0 if all weights are. */
  float bestFactor(float[] weights, int from, int count) {
    float largest = 0;
    for (int i = 0; i < count; i++) {
      if (Math.abs(weights[from + i]) > Math.abs(largest)) {
        largest = weights[from + i];
      }
    }
    Fit best = new Fit(0, 0);
    if (largest != 0) {
      for (int i = 0; i < STRETCHES; i++) {
        float stretch = FIRST_STRETCH + i * STRETCH_STEP;
        best = best.better(fit(weights, from, count, largest / (values[0] * stretch)));
        best =
            best.better(fit(weights, from, count, largest / (values[values.length - 1] * stretch)));
      }
      for (int i = 0; i < REFINEMENTS; i++) {
        best = best.better(fit(weights, from, count, best.factor()));
      }
    }
    return best.factor();
  }

  /** The factor of least squares for the codes that are nearest with another factor. */
  private Fit fit(float[] weights, int from, int count, float factor) {
    float inverse = 1 / factor;
    double products = 0;
    double squares = 0;
    for (int i = 0; i < count; i++) {
      double value = values[nearest(weights[from + i] * inverse)];
      products += weights[from + i] * value;
      squares += value * value;
    }
    return squares == 0
        ? new Fit(0, 0)
        : new Fit((float) (products / squares), products * products / squares);
  }

  /**
   * A factor and by how much it lowers the sum of squares.
   *
   * @param gain sum of squares of weights less that of errors
   */
  private record Fit(float factor, double gain) {
    Fit better(Fit other) {
      return other.gain > gain ? other : this;
    }
  }
}
