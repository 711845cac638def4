package io.perilune.inference.quant;

import java.lang.foreign.MemorySegment;

/** Runs of 32 weights whose codes are the nibbles of 16 bytes: all low ones, then all high ones. */
final class Nibbles {
  private static final int BYTES = 16;

  private Nibbles() {}

  /** Decodes a run; either half has a factor and the values from its table's index on. */
  static void decode(
      MemorySegment source,
      long nibbles,
      float lowFactor,
      float highFactor,
      float[] values,
      int lowTable,
      int highTable,
      float[] out,
      int at) {
    for (int j = 0; j < BYTES; j++) {
      int codes = (byte) LittleEndian.BYTE.get(source, nibbles + j);
      out[at + j] = lowFactor * values[lowTable + (codes & 15)];
      out[at + j + BYTES] = highFactor * values[highTable + (codes >> 4 & 15)];
    }
  }
}
