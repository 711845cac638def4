package io.perilune.inference.quant;

import io.perilune.gguf.GgmlType;
import java.lang.foreign.MemorySegment;

/**
 * Super-blocks of 256: a half float {@code d}; per 4 weights a byte of the number of an entry of
 * {@link Grids#IQ3_S}; then per 4 weights its ninth bit; then per weight a sign bit; per run of 32
 * weights a nibble {@code s}; the factor is {@code d * (2s + 1)}.
 */
final class IQ3_SFormat extends BlockFormat {
  IQ3_SFormat() {
    super(GgmlType.IQ3_S);
  }

  @Override
  void decodeBlock(MemorySegment source, long block, float rowFactor, float[] out, int at) {
    float d = LittleEndian.half(source, block);
    for (int run = 0; run < RUNS; run++) {
      float factor = d * (1 + 2 * LittleEndian.nibble(source, block + 106, run));
      int ninth = (byte) LittleEndian.BYTE.get(source, block + 66 + run);
      long entries = (long) LittleEndian.LONG.get(source, block + 2 + 8 * run);
      for (int g = 0; g < 4; g++) {
        int first = LittleEndian.byteOf(entries, 2 * g) | (ninth >> 2 * g & 1) << 8;
        int second = LittleEndian.byteOf(entries, 2 * g + 1) | (ninth >> 2 * g + 1 & 1) << 8;
        int signs = LittleEndian.unsignedByte(source, block + 74 + 4 * run + g);
        long grid = Grids.IQ3_S[first] | (long) Grids.IQ3_S[second] << 32;
        Signs.decodeEight(grid, signs, factor, out, at + run * RUN + 8 * g);
      }
    }
  }
}
