package io.perilune.inference.quant;

import io.perilune.gguf.GgmlType;
import java.lang.foreign.MemorySegment;

/** Rounds to the nearest half float, ties to even. */
final class F16Encoder extends BlockEncoder {
  F16Encoder() {
    super(GgmlType.F16);
  }

  @Override
  void encodeBlock(float[] weights, int from, MemorySegment target, long block) {
    putHalf(target, block, weights[from]);
  }
}
