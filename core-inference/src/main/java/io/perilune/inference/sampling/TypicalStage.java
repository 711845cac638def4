package io.perilune.inference.sampling;

import java.util.Arrays;

/**
 * Keeps the locally typical tokens: in order of {@code |-ln(p) - H|}, where {@code H} is the
 * entropy of all, the fewest whose probability exceeds {@code p} (Meister and others, 2022,
 * arXiv:2202.00666).
 */
final class TypicalStage implements SamplerStage {
  private final float p;
  private final int minKeep;
  private long[] byDistance = new long[0];
  private int[] kept = new int[0];

  TypicalStage(float p, int minKeep) {
    this.p = p;
    this.minKeep = minKeep;
  }

  @Override
  public void apply(Candidates candidates) {
    double entropy = candidates.entropy();
    candidates.weigh();
    int size = candidates.size();
    if (kept.length < size) {
      byDistance = new long[size];
      kept = new int[size];
    }
    for (int i = 0; i < size; i++) {
      double distance = Math.abs(-Math.log(candidates.probability(i)) - entropy);
      // The distance's bits have its order; the place below them keeps equal ones in order.
      byDistance[i] = (long) Float.floatToRawIntBits((float) distance) << Integer.SIZE | i;
    }
    LongHeap.heapify(byDistance, size);
    double reached = 0;
    int count = 0;
    while (count < size && (reached <= p || count < minKeep)) {
      int place = (int) LongHeap.removeLeast(byDistance, size - count);
      reached += candidates.probability(place);
      kept[count++] = place;
    }
    Arrays.sort(kept, 0, count);
    candidates.keepOnly(kept, count);
  }
}
