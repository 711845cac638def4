package io.perilune.inference.kernel;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Memory of a thread for the activations that it multiplies with many rows. It begins at a cache
 * line, as an array of floats does not: a vector of 512 bits that lies across two lines takes twice
 * the time to load, and there is one such load for each vector of weights.
 */
final class Scratch {
  /** Room. */
  static final long BYTES = 512 << 10;

  private static final long CACHE_LINE = 64;

  private static final ThreadLocal<MemorySegment> OF_THREAD =
      ThreadLocal.withInitial(() -> Arena.ofAuto().allocate(BYTES, CACHE_LINE));

  private Scratch() {}

  /** This thread's, allocated once. */
  static MemorySegment ofThread() {
    return OF_THREAD.get();
  }
}
