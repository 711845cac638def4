package io.perilune.inference.quant;

import io.perilune.gguf.GgmlType;
import java.lang.foreign.MemorySegment;

/**
 * As {@link Q4_0Format}, with 2 more bits per weight: 8 bytes before the nibbles, byte {@code j}
 * with those of weights {@code j}, {@code j + 16}, {@code j + 8} and {@code j + 24}, lowest place
 * first; a weight is {@code d * (q - 32)}.
 */
final class Q6_0Format extends BlockFormat {
  Q6_0Format() {
    super(GgmlType.Q6_0);
  }

  @Override
  void decodeBlock(MemorySegment source, long block, float rowFactor, float[] out, int at) {
    float d = LittleEndian.half(source, block);
    for (int j = 0; j < RUN / 2; j++) {
      int q = LittleEndian.unsignedByte(source, block + 10 + j);
      int upper = LittleEndian.unsignedByte(source, block + 2 + j % 8) >> j / 8 * 4;
      out[at + j] = d * ((q & 15 | (upper & 3) << 4) - 32);
      out[at + j + RUN / 2] = d * ((q >> 4 | (upper & 12) << 2) - 32);
    }
  }
}
