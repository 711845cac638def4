package io.perilune.inference.sampling;

/**
 * Random numbers of which each position of the output has a sequence of its own, so that to choose
 * again for a position gives the same choice, and only {@link #advance} goes on. The numbers are
 * those of SplitMix64 (Steele, Lea and Flood, "Fast splittable pseudorandom number generators",
 * 2014), seeded for each position by another one. Not thread-safe.
 */
final class DrawRandom {
  private static final long GOLDEN_GAMMA = 0x9E37_79B9_7F4A_7C15L;
  private static final double UNIT = 0x1p-53;

  private long position;
  private long state;

  DrawRandom(long seed) {
    position = seed;
    rewind();
  }

  /** Goes back to the beginning of the position's sequence. */
  void rewind() {
    state = mix(position);
  }

  /** Goes on to the next position. */
  void advance() {
    position += GOLDEN_GAMMA;
    rewind();
  }

  /** The next number of the position: from 0 to below 1, uniformly. */
  double next() {
    state += GOLDEN_GAMMA;
    return (mix(state) >>> 11) * UNIT;
  }

  private static long mix(long z) {
    long a = (z ^ z >>> 30) * 0xBF58_476D_1CE4_E5B9L;
    long b = (a ^ a >>> 27) * 0x94D0_49BB_1331_11EBL;
    return b ^ b >>> 31;
  }
}
