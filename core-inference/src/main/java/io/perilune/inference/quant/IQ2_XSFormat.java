package io.perilune.inference.quant;

import io.perilune.gguf.GgmlType;
import java.lang.foreign.MemorySegment;

/**
 * Super-blocks of 256: a half float {@code d}; per 8 weights a 16-bit word with 9 bits that number
 * an entry of {@link Grids#IQ2_XS} and {@link Signs#ofSeven seven bits of signs}; per 16 weights a
 * nibble of scale {@code s}; the factor is {@code d * (s + 1/2) / 4}.
 */
final class IQ2_XSFormat extends BlockFormat {
  IQ2_XSFormat() {
    super(GgmlType.IQ2_XS);
  }

  @Override
  void decodeBlock(MemorySegment source, long block, float rowFactor, float[] out, int at) {
    float d = LittleEndian.half(source, block);
    for (int g = 0; g < SUPER_BLOCK / 8; g++) {
      int word = LittleEndian.unsignedShort(source, block + 2 + 2 * g);
      int scale = LittleEndian.nibble(source, block + 66, g / 2);
      float factor = d * (0.5f + scale) * 0.25f;
      long grid = Grids.IQ2_XS[word & 511];
      Signs.decodeEight(grid, Signs.ofSeven(word >> 9), factor, out, at + 8 * g);
    }
  }
}
