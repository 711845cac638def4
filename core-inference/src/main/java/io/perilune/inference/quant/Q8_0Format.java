package io.perilune.inference.quant;

import io.perilune.gguf.GgmlType;
import java.lang.foreign.MemorySegment;

/**
 * Blocks of 32: a half float {@code d}, then 32 signed bytes {@code q}; a weight is {@code d*q}.
 */
final class Q8_0Format extends BlockFormat {
  Q8_0Format() {
    super(GgmlType.Q8_0);
  }

  @Override
  void decodeBlock(MemorySegment source, long block, float rowFactor, float[] out, int at) {
    float d = LittleEndian.half(source, block);
    for (int j = 0; j < RUN; j++) {
      out[at + j] = d * (byte) LittleEndian.BYTE.get(source, block + 2 + j);
    }
  }
}
