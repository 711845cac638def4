package io.perilune.inference.quant;

import io.perilune.gguf.GgmlType;
import java.lang.foreign.MemorySegment;

/** Rounds to the nearest upper half of a float, ties to even. */
final class BF16Encoder extends BlockEncoder {
  /** Less than half a unit in the last place that stays. */
  private static final int ALMOST_HALF = 0x7fff;

  BF16Encoder() {
    super(GgmlType.BF16);
  }

  @Override
  void encodeBlock(float[] weights, int from, MemorySegment target, long block) {
    int bits = Float.floatToRawIntBits(weights[from]);
    int rounded = bits + ALMOST_HALF + (bits >> 16 & 1) >> 16;
    if (!Float.isFinite(Float.intBitsToFloat(rounded << 16))) {
      throw new ArithmeticException("the weight rounds to infinity");
    }
    LittleEndian.SHORT.set(target, block, (short) rounded);
  }
}
