package io.perilune.inference.engine;

import java.util.List;

/**
 * How often values fell between fixed bounds.
 *
 * @param bounds the greatest value of each bucket but the last, ascending
 * @param counts the values in each bucket; one more than the bounds, for what is above the last
 * @param sum of all values
 */
public record Histogram(List<Double> bounds, List<Long> counts, double sum) {
  public Histogram {
    bounds = List.copyOf(bounds);
    counts = List.copyOf(counts);
    if (counts.size() != bounds.size() + 1) {
      throw new IllegalArgumentException(
          counts.size() + " buckets with " + bounds.size() + " bounds; there must be one more");
    }
  }

  /** How many values there were. */
  public long count() {
    return counts.stream().mapToLong(Long::longValue).sum();
  }
}
