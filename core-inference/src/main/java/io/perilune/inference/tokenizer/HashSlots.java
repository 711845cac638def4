package io.perilune.inference.tokenizer;

/** Sizes and first slots of hash tables with open addressing. */
final class HashSlots {
  private static final int MIN_SIZE = 16;

  private HashSlots() {}

  /** The power of two that leaves at least half of the slots empty. */
  static int sizeFor(int entries) {
    return Math.max(MIN_SIZE, Integer.highestOneBit(Math.multiplyExact(entries, 2)) << 1);
  }

  /** Where to begin to look for a key, in a table whose size is a power of two. */
  static int first(long hash, int size) {
    // Fibonacci hashing: the high bits of the product depend on all bits of the hash.
    return (int) ((hash * 0x9E3779B97F4A7C15L) >>> 32) & (size - 1);
  }
}
