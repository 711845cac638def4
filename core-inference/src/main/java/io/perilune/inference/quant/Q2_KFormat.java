package io.perilune.inference.quant;

import io.perilune.gguf.GgmlType;
import java.lang.foreign.MemorySegment;

/**
 * Super-blocks of 256: 16 bytes, each with a scale (low nibble) and a minimum (high nibble) of 16
 * weights; 64 bytes of 2-bit codes, of which 32 bytes hold four runs of 32; half floats {@code d}
 * and {@code dmin}. A weight is {@code d * scale * q - dmin * minimum}.
 */
final class Q2_KFormat extends BlockFormat {
  private static final int PART = 16;

  Q2_KFormat() {
    super(GgmlType.Q2_K);
  }

  @Override
  void decodeBlock(MemorySegment source, long block, float rowFactor, float[] out, int at) {
    float d = LittleEndian.half(source, block + 80);
    float dmin = LittleEndian.half(source, block + 82);
    for (int part = 0; part < SUPER_BLOCK / PART; part++) {
      int scale = LittleEndian.unsignedByte(source, block + part);
      float factor = d * (scale & 15);
      float minimum = dmin * (scale >> 4);
      int run = part / 2;
      long codes = block + 16 + run / 4 * RUN + part % 2 * PART;
      for (int j = 0; j < PART; j++) {
        int code = LittleEndian.unsignedByte(source, codes + j) >> run % 4 * 2 & 3;
        out[at + part * PART + j] = factor * code - minimum;
      }
    }
  }
}
