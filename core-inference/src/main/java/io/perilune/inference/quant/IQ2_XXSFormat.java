package io.perilune.inference.quant;

import io.perilune.gguf.GgmlType;
import java.lang.foreign.MemorySegment;

/**
 * Super-blocks of 256: a half float {@code d}; per run of 32 weights 4 bytes that number entries of
 * {@link Grids#IQ2_XXS} and a 32-bit word with, lowest first, {@link Signs#ofSeven seven bits of
 * signs} for each 8 weights and 4 bits of scale {@code s}; the factor is {@code d * (s + 1/2) / 4}.
 */
final class IQ2_XXSFormat extends BlockFormat {
  IQ2_XXSFormat() {
    super(GgmlType.IQ2_XXS);
  }

  @Override
  void decodeBlock(MemorySegment source, long block, float rowFactor, float[] out, int at) {
    float d = LittleEndian.half(source, block);
    for (int run = 0; run < RUNS; run++) {
      long words = (long) LittleEndian.LONG.get(source, block + 2 + 8 * run);
      int word = (int) (words >>> 32);
      float factor = d * (0.5f + (word >>> 28)) * 0.25f;
      for (int g = 0; g < 4; g++) {
        long grid = Grids.IQ2_XXS[LittleEndian.byteOf(words, g)];
        int signs = Signs.ofSeven(word >> 7 * g & 127);
        Signs.decodeEight(grid, signs, factor, out, at + run * RUN + 8 * g);
      }
    }
  }
}
