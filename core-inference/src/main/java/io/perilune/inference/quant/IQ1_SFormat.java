package io.perilune.inference.quant;

import io.perilune.gguf.GgmlType;
import java.lang.foreign.MemorySegment;

/**
 * Super-blocks of 256: a half float {@code d}; per 8 weights a byte of the number of an entry of
 * {@link Grids#IQ1}; per run of 32 weights a 16-bit word with, lowest first, 3 upper bits of the
 * number of each of its four entries, 3 bits {@code s} for the factor {@code d * (2s + 1)}, and a
 * bit that makes the shift of all its weights {@link Grids#IQ1_SHIFT} negative.
 */
final class IQ1_SFormat extends BlockFormat {
  IQ1_SFormat() {
    super(GgmlType.IQ1_S);
  }

  @Override
  void decodeBlock(MemorySegment source, long block, float rowFactor, float[] out, int at) {
    float d = LittleEndian.half(source, block);
    for (int run = 0; run < RUNS; run++) {
      int word = LittleEndian.unsignedShort(source, block + 34 + 2 * run);
      float factor = d * (2 * (word >> 12 & 7) + 1);
      float shift = word >> 15 == 0 ? Grids.IQ1_SHIFT : -Grids.IQ1_SHIFT;
      int low = (int) LittleEndian.INT.get(source, block + 2 + 4 * run);
      for (int g = 0; g < 4; g++) {
        long grid = Grids.IQ1[LittleEndian.byteOf(low, g) | (word >> 3 * g & 7) << 8];
        Grids.decodeShifted(grid, shift, factor, out, at + run * RUN + 8 * g);
      }
    }
  }
}
