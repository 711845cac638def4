package io.perilune.inference.quant;

import io.perilune.gguf.GgmlType;
import java.lang.foreign.MemorySegment;

/** Writes {@link Q4_0Format} with the factor of least squares. */
final class Q4_0Encoder extends BlockEncoder {
  private static final int BLOCK = 32;
  private static final CodeBook CODES = CodeBook.integers(-8, 7);

  Q4_0Encoder() {
    super(GgmlType.Q4_0);
  }

  @Override
  void encodeBlock(float[] weights, int from, MemorySegment target, long block) {
    float d = putHalf(target, block, CODES.bestFactor(weights, from, BLOCK));
    for (int j = 0; j < BLOCK / 2; j++) {
      int low = CODES.nearest(weights[from + j], d);
      int high = CODES.nearest(weights[from + j + BLOCK / 2], d);
      putByte(target, block + 2 + j, low | high << 4);
    }
  }
}
