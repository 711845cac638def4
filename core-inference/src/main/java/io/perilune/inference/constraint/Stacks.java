package io.perilune.inference.constraint;

import java.util.Arrays;

/**
 * Stacks that share what is below their tops: a stack is a node with a frame and the stack below.
 * Equal stacks are one node. A frame is a state to return to, or a counted repetition and how many
 * times it has been begun.
 */
final class Stacks {
  /** The empty stack. */
  static final int BOTTOM = 0;

  /** What {@link #push} gives if there is no more room. */
  static final int FULL = -1;

  /** A bound on the memory of one generation, and so on the depth of what it nests. */
  static final int MAX_NODES = 1 << 17;

  private static final int NONE = -1;

  private int[] frames = new int[64];
  private int[] counts = new int[64];
  private int[] below = new int[64];

  /** The node before in the same bucket. */
  private int[] next = new int[64];

  private int[] buckets = new int[64];
  private int[] renumbered = new int[64];
  private int size = 1;

  Stacks() {
    Arrays.fill(buckets, NONE);
  }

  int size() {
    return size;
  }

  int frame(int node) {
    return frames[node];
  }

  int count(int node) {
    return counts[node];
  }

  int below(int node) {
    return below[node];
  }

  /** The stack with one more frame, or {@link #FULL}. */
  int push(int frame, int count, int stack) {
    int bucket = bucket(frame, count, stack);
    for (int node = buckets[bucket]; node != NONE; node = next[node]) {
      if (frames[node] == frame && counts[node] == count && below[node] == stack) {
        return node;
      }
    }
    if (size == MAX_NODES) {
      return FULL;
    }
    if (size == frames.length) {
      grow();
      bucket = bucket(frame, count, stack);
    }
    frames[size] = frame;
    counts[size] = count;
    below[size] = stack;
    link(size, bucket);
    return size++;
  }

  private int bucket(int frame, int count, int stack) {
    int hash = (frame * 31 + count) * 31 + stack;
    return (hash * 0x9E3779B9 >>> 7) & buckets.length - 1;
  }

  private void link(int node, int bucket) {
    next[node] = buckets[bucket];
    buckets[bucket] = node;
  }

  private void grow() {
    int capacity = 2 * size;
    frames = Arrays.copyOf(frames, capacity);
    counts = Arrays.copyOf(counts, capacity);
    below = Arrays.copyOf(below, capacity);
    next = Arrays.copyOf(next, capacity);
    renumbered = Arrays.copyOf(renumbered, capacity);
    buckets = new int[capacity];
    linkAll();
  }

  private void linkAll() {
    Arrays.fill(buckets, NONE);
    for (int node = BOTTOM + 1; node < size; node++) {
      link(node, bucket(frames[node], counts[node], below[node]));
    }
  }

  /** Forgets the newest nodes, down to a size that there was before. */
  void truncate(int newSize) {
    while (size > newSize) {
      size--;
      // The newest node is the first of its bucket.
      buckets[bucket(frames[size], counts[size], below[size])] = next[size];
    }
  }

  /** Forgets all nodes that these positions do not need, and renumbers the others. */
  void retain(Positions positions) {
    Arrays.fill(renumbered, 0, size, NONE);
    for (int i = 0; i < positions.size(); i++) {
      renumbered[positions.stack(i)] = BOTTOM;
    }
    for (int node = size - 1; node > BOTTOM; node--) {
      if (renumbered[node] != NONE) {
        renumbered[below[node]] = BOTTOM;
      }
    }
    renumbered[BOTTOM] = BOTTOM;
    int kept = 1;
    for (int node = BOTTOM + 1; node < size; node++) {
      if (renumbered[node] != NONE) {
        frames[kept] = frames[node];
        counts[kept] = counts[node];
        below[kept] = renumbered[below[node]];
        renumbered[node] = kept++;
      }
    }
    size = kept;
    linkAll();
    positions.renumber(renumbered);
  }
}
