package io.perilune.inference.tokenizer;

import java.util.Arrays;

/** Which pairs of tokens merge, in order of rank: the lower the rank, the earlier. */
final class MergeTable {
  /** What {@link #rank} gives for a pair that does not merge. */
  static final int NONE = -1;

  private final long[] pairs;
  private final int[] ranks;
  private final int[] merged;
  private int size;

  /** A table with room for {@code capacity} merges. */
  MergeTable(int capacity) {
    pairs = new long[HashSlots.sizeFor(capacity)];
    ranks = new int[pairs.length];
    Arrays.fill(ranks, NONE);
    merged = new int[capacity];
  }

  /** Adds the merge of the next rank; a pair that is there already keeps its rank. */
  void add(int left, int right, int result) {
    int slot = slot(left, right);
    if (ranks[slot] == NONE) {
      pairs[slot] = pair(left, right);
      ranks[slot] = size;
      merged[size++] = result;
    }
  }

  /** The rank of a pair, or {@link #NONE}. */
  int rank(int left, int right) {
    return ranks[slot(left, right)];
  }

  /** What the merge of this rank yields. */
  int merged(int rank) {
    return merged[rank];
  }

  private int slot(int left, int right) {
    long pair = pair(left, right);
    int slot = HashSlots.first(pair, pairs.length);
    while (ranks[slot] != NONE && pairs[slot] != pair) {
      slot = (slot + 1) & (pairs.length - 1);
    }
    return slot;
  }

  private static long pair(int left, int right) {
    return (long) left << Integer.SIZE | right;
  }
}
