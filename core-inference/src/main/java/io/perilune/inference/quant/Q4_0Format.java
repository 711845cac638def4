package io.perilune.inference.quant;

import io.perilune.gguf.GgmlType;
import java.lang.foreign.MemorySegment;

/**
 * Blocks of 32: a half float {@code d}, then 16 bytes. The low nibbles are {@code q} of weights 0
 * to 15, the high ones of weights 16 to 31; a weight is {@code d * (q - 8)}.
 */
final class Q4_0Format extends BlockFormat {
  Q4_0Format() {
    super(GgmlType.Q4_0);
  }

  @Override
  void decodeBlock(MemorySegment source, long block, float rowFactor, float[] out, int at) {
    float d = LittleEndian.half(source, block);
    for (int j = 0; j < RUN / 2; j++) {
      int q = (byte) LittleEndian.BYTE.get(source, block + 2 + j);
      out[at + j] = d * ((q & 15) - 8);
      out[at + j + RUN / 2] = d * ((q >> 4 & 15) - 8);
    }
  }
}
