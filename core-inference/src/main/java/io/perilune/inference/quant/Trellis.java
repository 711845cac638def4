package io.perilune.inference.quant;

/**
 * Groups of weights from one number: a multiplicative generator whose state is the number plus an
 * offset at first; each step yields the sum of the lower 6 bits of the state's 4 bytes, less its
 * middle of 126.
 */
final class Trellis {
  static final int OFFSET = 4096;

  private static final int MULTIPLIER = 0xCBAC1FED;
  private static final int SIX_BITS = 0x3f3f3f3f;
  private static final int MIDDLE = 126;

  private Trellis() {}

  static int next(int state) {
    return state * MULTIPLIER;
  }

  /** From -126 to 126. */
  static int value(int state) {
    int bytes = state & SIX_BITS;
    return ((bytes & 0xff) + (bytes >> 8 & 0xff) + (bytes >> 16 & 0xff) + (bytes >> 24)) - MIDDLE;
  }

  /** Writes {@code count} weights. */
  static void decode(int state, float factor, float[] out, int at, int count) {
    int x = state;
    for (int j = 0; j < count; j++) {
      x = next(x);
      out[at + j] = factor * value(x);
    }
  }
}
