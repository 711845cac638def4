package io.perilune.inference.quant;

import io.perilune.gguf.GgmlType;
import java.lang.foreign.MemorySegment;

/**
 * Super-blocks of 256: a half float {@code d}; per 8 weights a byte of the number of an entry of
 * {@link Grids#IQ2_S}; then per 8 weights a byte of signs; then per 8 weights the number's upper 2
 * bits; per 16 weights a nibble of scale {@code s}; the factor is {@code d * (s + 1/2) / 4}.
 */
final class IQ2_SFormat extends BlockFormat {
  IQ2_SFormat() {
    super(GgmlType.IQ2_S);
  }

  @Override
  void decodeBlock(MemorySegment source, long block, float rowFactor, float[] out, int at) {
    float d = LittleEndian.half(source, block);
    for (int run = 0; run < RUNS; run++) {
      int low = (int) LittleEndian.INT.get(source, block + 2 + 4 * run);
      int upper = (byte) LittleEndian.BYTE.get(source, block + 66 + run);
      for (int g = 0; g < 4; g++) {
        int scale = LittleEndian.nibble(source, block + 74, 2 * run + g / 2);
        float factor = d * (0.5f + scale) * 0.25f;
        long grid = Grids.IQ2_S[LittleEndian.byteOf(low, g) | (upper >> 2 * g & 3) << 8];
        int signs = LittleEndian.unsignedByte(source, block + 34 + 4 * run + g);
        Signs.decodeEight(grid, signs, factor, out, at + run * RUN + 8 * g);
      }
    }
  }
}
