package io.perilune.inference.quant;

import io.perilune.gguf.GgmlType;
import java.lang.foreign.MemorySegment;

/**
 * Blocks of 32: a half float {@code d}, then 16 bytes. The low nibbles are {@code q} of weights 0
 * to 15, the high ones of weights 16 to 31; a weight is {@code d * (q - 8)}.
 */
final class Q4_0Format implements WeightFormat {
  private static final int BLOCK = 32;
  private static final int BLOCK_BYTES = 18;

  @Override
  public GgmlType type() {
    return GgmlType.Q4_0;
  }

  @Override
  public void dequantise(
      MemorySegment source, long offset, int first, int count, float[] out, int outOffset) {
    long block = offset + (long) first / BLOCK * BLOCK_BYTES;
    for (int i = 0; i < count; i += BLOCK, block += BLOCK_BYTES) {
      float d = Float.float16ToFloat((short) LittleEndian.SHORT.get(source, block));
      int at = outOffset + i;
      for (int j = 0; j < BLOCK / 2; j++) {
        int q = (byte) LittleEndian.BYTE.get(source, block + 2 + j);
        out[at + j] = d * ((q & 15) - 8);
        out[at + j + BLOCK / 2] = d * ((q >> 4 & 15) - 8);
      }
    }
  }
}
