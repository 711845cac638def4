package io.perilune.inference.tokenizer;

import java.util.Arrays;

/** Which pairs of tokens merge, and in which order: the lower the rank, the earlier. */
final class MergeTable {
  /** What {@link #find} gives for a pair that does not merge. */
  static final int NONE = -1;

  private long[] pairs;
  private int[] ranks;

  /** What each pair merges to; NONE in an empty slot. */
  private int[] merged;

  private int size;

  /** A table that grows when it has more than {@code capacity} merges. */
  MergeTable(int capacity) {
    allocate(HashSlots.sizeFor(capacity));
  }

  /**
   * Adds a merge; a pair that is there already stays as it is.
   *
   * @param rank of merges of equal rank, the leftmost in a text comes first
   */
  void add(int left, int right, int rank, int result) {
    if (2L * size >= pairs.length) {
      grow();
    }
    int slot = slot(left, right);
    if (merged[slot] == NONE) {
      put(slot, pair(left, right), rank, result);
      size++;
    }
  }

  /** The merge of a pair, or {@link #NONE}. */
  int find(int left, int right) {
    int slot = slot(left, right);
    return merged[slot] == NONE ? NONE : slot;
  }

  /** The rank of a merge that was found. */
  int rank(int merge) {
    return ranks[merge];
  }

  /** What a merge that was found yields. */
  int merged(int merge) {
    return merged[merge];
  }

  private void allocate(int slots) {
    pairs = new long[slots];
    ranks = new int[slots];
    merged = new int[slots];
    Arrays.fill(merged, NONE);
  }

  private void put(int slot, long pair, int rank, int result) {
    pairs[slot] = pair;
    ranks[slot] = rank;
    merged[slot] = result;
  }

  private void grow() {
    long[] oldPairs = pairs;
    int[] oldRanks = ranks;
    int[] oldMerged = merged;
    allocate(Math.multiplyExact(oldPairs.length, 2));
    for (int i = 0; i < oldPairs.length; i++) {
      if (oldMerged[i] != NONE) {
        put(slot(oldPairs[i]), oldPairs[i], oldRanks[i], oldMerged[i]);
      }
    }
  }

  private int slot(int left, int right) {
    return slot(pair(left, right));
  }

  private int slot(long pair) {
    int slot = HashSlots.first(pair, pairs.length);
    while (merged[slot] != NONE && pairs[slot] != pair) {
      slot = (slot + 1) & (pairs.length - 1);
    }
    return slot;
  }

  private static long pair(int left, int right) {
    return (long) left << Integer.SIZE | right;
  }
}
