package io.perilune.inference.quant;

import io.perilune.gguf.GgmlType;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/** Writes {@link IQ4_NLFormat} with the factor of least squares. */
final class IQ4_NLEncoder extends BlockEncoder {
  private static final int BLOCK = 32;
  private static final CodeBook CODES = new CodeBook(Arrays.copyOf(Values.IQ4, Values.IQ4_CODES));

  IQ4_NLEncoder() {
    super(GgmlType.IQ4_NL);
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
