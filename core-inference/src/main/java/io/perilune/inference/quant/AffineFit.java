package io.perilune.inference.quant;

/**
 * Weights as {@code scale * q - minimum} with whole {@code q} from 0 on.
 *
 * @param scale at least 0
 * @param minimum at least 0
 * @param error sum of squares
 */
record AffineFit(double scale, double minimum, double error) {
  /** Trial scales divide the weights' range by the largest code plus these. */
  private static final double FIRST_MARGIN = -1;

  private static final double MARGIN_STEP = 0.3;
  private static final int MARGINS = 11;

  /** A fit with almost the least sum of squared errors. */
  static AffineFit best(float[] weights, int from, int count, int largestCode) {
    double low = 0;
    double high = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < count; i++) {
      low = Math.min(low, weights[from + i]);
      high = Math.max(high, weights[from + i]);
    }
    AffineFit best = new AffineFit(0, -low, error(weights, from, count, largestCode, 0, -low));
    if (high > low) {
      for (int i = 0; i < MARGINS; i++) {
        double scale = (high - low) / (largestCode + FIRST_MARGIN + i * MARGIN_STEP);
        AffineFit fit = leastSquares(weights, from, count, largestCode, scale, -low);
        best = fit.error < best.error ? fit : best;
      }
    }
    return best;
  }

  /** The best fit with the codes that are nearest with this scale and minimum. */
  private static AffineFit leastSquares(
      float[] weights, int from, int count, int largestCode, double scale, double minimum) {
    double codes = 0;
    double squares = 0;
    double sum = 0;
    double products = 0;
    for (int i = 0; i < count; i++) {
      double w = weights[from + i];
      int q = code(w, scale, minimum, largestCode);
      codes += q;
      squares += (double) q * q;
      sum += w;
      products += w * q;
    }
    double determinant = count * squares - codes * codes;
    double newScale = scale;
    double newMinimum = minimum;
    if (determinant > 0) {
      newScale = (count * products - sum * codes) / determinant;
      newMinimum = (codes * products - squares * sum) / determinant;
    }
    if (newMinimum < 0) {
      newMinimum = 0;
      newScale = products / squares;
    }
    newScale = Math.max(0, newScale);
    return new AffineFit(
        newScale, newMinimum, error(weights, from, count, largestCode, newScale, newMinimum));
  }

  /** The sum of squared errors with the nearest codes. */
  static double error(
      float[] weights, int from, int count, int largestCode, double scale, double minimum) {
    double error = 0;
    for (int i = 0; i < count; i++) {
      double w = weights[from + i];
      double e = w - (scale * code(w, scale, minimum, largestCode) - minimum);
      error += e * e;
    }
    return error;
  }

  /** The nearest code; 0 for scale 0. */
  static int code(double weight, double scale, double minimum, int largestCode) {
    if (scale == 0) {
      return 0;
    }
    return (int) Math.clamp(Math.rint((weight + minimum) / scale), 0, largestCode);
  }
}
