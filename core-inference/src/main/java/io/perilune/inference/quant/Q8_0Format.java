package io.perilune.inference.quant;

import io.perilune.gguf.GgmlType;
import java.lang.foreign.MemorySegment;

/**
 * Blocks of 32: a half float {@code d}, then 32 signed bytes {@code q}; a weight is {@code d*q}.
 */
final class Q8_0Format implements WeightFormat {
  private static final int BLOCK = 32;
  private static final int BLOCK_BYTES = 34;

  @Override
  public GgmlType type() {
    return GgmlType.Q8_0;
  }

  @Override
  public void dequantise(
      MemorySegment source, long offset, int first, int count, float[] out, int outOffset) {
    long block = offset + (long) first / BLOCK * BLOCK_BYTES;
    for (int i = 0; i < count; i += BLOCK, block += BLOCK_BYTES) {
      float d = Float.float16ToFloat((short) LittleEndian.SHORT.get(source, block));
      for (int j = 0; j < BLOCK; j++) {
        out[outOffset + i + j] = d * (byte) LittleEndian.BYTE.get(source, block + 2 + j);
      }
    }
  }
}
