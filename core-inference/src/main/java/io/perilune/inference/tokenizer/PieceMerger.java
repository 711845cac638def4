package io.perilune.inference.tokenizer;

import java.util.Arrays;

/**
 * Merges the pairs of one piece after the other: always the pair of the lowest rank, of equal ones
 * the leftmost. Takes O(n log n) time for a piece of n symbols. Holds scratch memory; one per
 * encoding.
 */
final class PieceMerger {
  private static final int NONE = -1;

  private final MergeTable merges;
  private final LongHeap candidates = new LongHeap();

  /** A linked list of the symbols left, by the place of their first; merged ones are NONE. */
  private int[] symbols = new int[64];

  private int[] next = new int[64];
  private int[] previous = new int[64];

  PieceMerger(MergeTable merges) {
    this.merges = merges;
  }

  /**
   * Merges a piece.
   *
   * @param symbols the tokens of the single bytes or characters
   * @param count how many there are, at least one
   * @param out receives the tokens left
   */
  void merge(int[] symbols, int count, TokenList out) {
    load(symbols, count);
    for (int i = 0; i + 1 < count; i++) {
      offer(i);
    }
    while (!candidates.isEmpty()) {
      long candidate = candidates.removeMin();
      int rank = (int) (candidate >>> Integer.SIZE);
      int left = (int) candidate;
      // A candidate is outdated if one of its symbols has merged otherwise since it was offered.
      int merge = mergeAt(left);
      if (merge != MergeTable.NONE && merges.rank(merge) == rank) {
        join(left, merges.merged(merge));
      }
    }
    for (int i = 0; i != NONE; i = next[i]) {
      out.add(this.symbols[i]);
    }
  }

  private void load(int[] source, int count) {
    if (count > symbols.length) {
      int capacity = Math.max(count, 2 * symbols.length);
      symbols = new int[capacity];
      next = new int[capacity];
      previous = new int[capacity];
    }
    System.arraycopy(source, 0, symbols, 0, count);
    for (int i = 0; i < count; i++) {
      next[i] = i + 1;
      previous[i] = i - 1;
    }
    next[count - 1] = NONE;
  }

  private void offer(int left) {
    int merge = mergeAt(left);
    if (merge != MergeTable.NONE) {
      candidates.add((long) merges.rank(merge) << Integer.SIZE | left);
    }
  }

  private int mergeAt(int left) {
    return symbols[left] == NONE || next[left] == NONE
        ? MergeTable.NONE
        : merges.find(symbols[left], symbols[next[left]]);
  }

  private void join(int left, int result) {
    int right = next[left];
    symbols[left] = result;
    symbols[right] = NONE;
    next[left] = next[right];
    if (next[left] != NONE) {
      previous[next[left]] = left;
      offer(left);
    }
    if (previous[left] != NONE) {
      offer(previous[left]);
    }
  }

  /** A binary heap of longs with the least on top. */
  private static final class LongHeap {
    private long[] items = new long[64];
    private int size;

    boolean isEmpty() {
      return size == 0;
    }

    void add(long item) {
      if (size == items.length) {
        items = Arrays.copyOf(items, Math.multiplyExact(size, 2));
      }
      int i = size++;
      while (i > 0 && items[(i - 1) / 2] > item) {
        items[i] = items[(i - 1) / 2];
        i = (i - 1) / 2;
      }
      items[i] = item;
    }

    long removeMin() {
      long min = items[0];
      long last = items[--size];
      int i = 0;
      for (int child = 1; child < size; child = 2 * i + 1) {
        if (child + 1 < size && items[child + 1] < items[child]) {
          child++;
        }
        if (items[child] >= last) {
          break;
        }
        items[i] = items[child];
        i = child;
      }
      items[i] = last;
      return min;
    }
  }
}
