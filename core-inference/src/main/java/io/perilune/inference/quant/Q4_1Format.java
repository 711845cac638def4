package io.perilune.inference.quant;

import io.perilune.gguf.GgmlType;
import java.lang.foreign.MemorySegment;

/**
 * Blocks of 32: half floats {@code d} and {@code m}, then 16 bytes. The low nibbles are {@code q}
 * of weights 0 to 15, the high ones of weights 16 to 31; a weight is {@code d * q + m}.
 */
final class Q4_1Format extends BlockFormat {
  Q4_1Format() {
    super(GgmlType.Q4_1);
  }

  @Override
  void decodeBlock(MemorySegment source, long block, float rowFactor, float[] out, int at) {
    float d = LittleEndian.half(source, block);
    float m = LittleEndian.half(source, block + 2);
    for (int j = 0; j < RUN / 2; j++) {
      int q = LittleEndian.unsignedByte(source, block + 4 + j);
      out[at + j] = d * (q & 15) + m;
      out[at + j + RUN / 2] = d * (q >> 4) + m;
    }
  }
}
