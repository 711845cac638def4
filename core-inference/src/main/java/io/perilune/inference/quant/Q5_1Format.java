package io.perilune.inference.quant;

import io.perilune.gguf.GgmlType;
import java.lang.foreign.MemorySegment;

/**
 * As {@link Q4_1Format}, with a fifth bit per weight: 4 bytes before the nibbles hold that of
 * weight {@code j} in bit {@code j}.
 */
final class Q5_1Format extends BlockFormat {
  Q5_1Format() {
    super(GgmlType.Q5_1);
  }

  @Override
  void decodeBlock(MemorySegment source, long block, float rowFactor, float[] out, int at) {
    float d = LittleEndian.half(source, block);
    float m = LittleEndian.half(source, block + 2);
    int upper = (int) LittleEndian.INT.get(source, block + 4);
    for (int j = 0; j < RUN / 2; j++) {
      int q = LittleEndian.unsignedByte(source, block + 8 + j);
      out[at + j] = d * (q & 15 | (upper >> j & 1) << 4) + m;
      out[at + j + RUN / 2] = d * (q >> 4 | (upper >> j + RUN / 2 & 1) << 4) + m;
    }
  }
}
