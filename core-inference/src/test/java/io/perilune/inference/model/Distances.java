package io.perilune.inference.model;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Root mean square differences of logits, one per position. */
final class Distances {
  private final List<Double> clear = new ArrayList<>();
  private final List<Double> masked = new ArrayList<>();

  /** Compares; positions whose margin is below the limit are kept apart. */
  static Distances of(
      float[] logits, LogitsRecords.Expected expected, int vocabulary, double marginLimit) {
    Distances distances = new Distances();
    int count = expected.logits().length / vocabulary;
    for (int i = 0; i < count; i++) {
      int position = expected.firstPosition() + i;
      double rms =
          rms(logits, position * vocabulary, expected.logits(), i * vocabulary, vocabulary);
      boolean near =
          position < expected.margins().length && expected.margins()[position] < marginLimit;
      (near ? distances.masked : distances.clear).add(rms);
    }
    return distances;
  }

  private static double rms(float[] a, int aOffset, float[] b, int bOffset, int n) {
    double sum = 0;
    for (int i = 0; i < n; i++) {
      double difference = a[aOffset + i] - b[bOffset + i];
      sum += difference * difference;
    }
    return Math.sqrt(sum / n);
  }

  void addAll(Distances other) {
    clear.addAll(other.clear);
    masked.addAll(other.masked);
  }

  double median() {
    return quantile(0.5);
  }

  /** The distance that this share of the positions does not exceed; NaN if there are none. */
  double quantile(double share) {
    if (clear.isEmpty()) {
      return Double.NaN;
    }
    List<Double> sorted = new ArrayList<>(clear);
    Collections.sort(sorted);
    return sorted.get(Math.max(0, (int) Math.ceil(share * sorted.size()) - 1));
  }

  int positions() {
    return clear.size();
  }

  int maskedPositions() {
    return masked.size();
  }

  double worstMasked() {
    return masked.stream().mapToDouble(Double::doubleValue).max().orElse(0);
  }
}
