package io.perilune.inference.quant;

import io.perilune.gguf.GgmlType;
import java.lang.foreign.MemorySegment;

/**
 * Super-blocks of 256: a half float {@code d}; per 4 weights a byte that numbers an entry of {@link
 * Grids#IQ3_XXS}; per run of 32 weights a 32-bit word with, lowest first, {@link Signs#ofSeven
 * seven bits of signs} for each 8 weights and 4 bits of scale {@code s}; the factor is {@code d *
 * (s + 1/2) / 2}.
 */
final class IQ3_XXSFormat extends BlockFormat {
  IQ3_XXSFormat() {
    super(GgmlType.IQ3_XXS);
  }

  @Override
  void decodeBlock(MemorySegment source, long block, float rowFactor, float[] out, int at) {
    float d = LittleEndian.half(source, block);
    for (int run = 0; run < RUNS; run++) {
      int word = (int) LittleEndian.INT.get(source, block + 66 + 4 * run);
      float factor = d * (0.5f + (word >>> 28)) * 0.5f;
      long entries = (long) LittleEndian.LONG.get(source, block + 2 + 8 * run);
      for (int g = 0; g < 4; g++) {
        int first = Grids.IQ3_XXS[LittleEndian.byteOf(entries, 2 * g)];
        int second = Grids.IQ3_XXS[LittleEndian.byteOf(entries, 2 * g + 1)];
        int signs = Signs.ofSeven(word >> 7 * g & 127);
        long grid = first | (long) second << 32;
        Signs.decodeEight(grid, signs, factor, out, at + run * RUN + 8 * g);
      }
    }
  }
}
