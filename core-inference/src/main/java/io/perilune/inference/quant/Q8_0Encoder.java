package io.perilune.inference.quant;

import io.perilune.gguf.GgmlType;
import java.lang.foreign.MemorySegment;

/** Writes {@link Q8_0Format}: the largest weight of a block takes the largest code. */
final class Q8_0Encoder extends BlockEncoder {
  private static final int BLOCK = 32;
  private static final int LARGEST_CODE = 127;

  Q8_0Encoder() {
    super(GgmlType.Q8_0);
  }

  @Override
  void encodeBlock(float[] weights, int from, MemorySegment target, long block) {
    float largest = 0;
    for (int j = 0; j < BLOCK; j++) {
      largest = Math.max(largest, Math.abs(weights[from + j]));
    }
    float d = putHalf(target, block, largest / LARGEST_CODE);
    for (int j = 0; j < BLOCK; j++) {
      int code = d == 0 ? 0 : Math.round(weights[from + j] / d);
      putByte(target, block + 2 + j, Math.clamp(code, -LARGEST_CODE, LARGEST_CODE));
    }
  }
}
