package io.perilune.inference.quant;

/** Groups of 8 weights whose sizes and signs are stored apart. */
final class Signs {
  private Signs() {}

  /** All eight bits of signs from seven: the eighth makes the number of minus signs even. */
  static int ofSeven(int seven) {
    return seven | (Integer.bitCount(seven) & 1) << 7;
  }

  /**
   * Decodes 8 weights.
   *
   * @param sizes a byte each, the first in the lowest
   * @param signs a set bit makes a weight negative, the lowest bit the first
   */
  static void decodeEight(long sizes, int signs, float factor, float[] out, int at) {
    for (int j = 0; j < Byte.SIZE; j++) {
      float size = factor * (sizes >>> Byte.SIZE * j & 0xff);
      out[at + j] = (signs >> j & 1) == 0 ? size : -size;
    }
  }
}
