package io.perilune.inference.quant;

/** Ascending values, of which codes are the indices; a weight is a factor times a value. */
final class CodeBook {
  /** Trial factors map the largest weight to an end of the values, times these. */
  private static final float FIRST_STRETCH = 0.86f;

  private static final float STRETCH_STEP = 0.015f;
  private static final int STRETCHES = 24;

  private static final int REFINEMENTS = 2;

  private final float[] values;
  private final float[] middles;

  CodeBook(float[] ascending) {
    values = ascending.clone();
    middles = new float[values.length - 1];
    for (int i = 0; i < middles.length; i++) {
      middles[i] = (values[i] + values[i + 1]) / 2;
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
    int low = 0;
    int high = middles.length;
    while (low < high) {
      int middle = low + high >>> 1;
      if (value > middles[middle]) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
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
