package io.perilune.inference.quant;

import io.perilune.gguf.GgmlType;
import java.lang.foreign.MemorySegment;

/**
 * Super-blocks of 256: 128 bytes of low nibbles, 64 bytes of upper 2 bits, 16 signed bytes of
 * scales (one per 16 weights), a half float {@code d}; a weight is {@code d * scale * (q - 32)}.
 * Each half of 128 weights has four runs of 32: runs 0 and 1 in the low nibbles of its 64 bytes,
 * runs 2 and 3 in the high ones; bits {@code 2r} and {@code 2r + 1} of its 32 upper bytes belong to
 * run {@code r}.
 */
final class Q6_KFormat extends BlockFormat {
  Q6_KFormat() {
    super(GgmlType.Q6_K);
  }

  @Override
  void decodeBlock(MemorySegment source, long block, float rowFactor, float[] out, int at) {
    float d = LittleEndian.half(source, block + 208);
    for (int half = 0; half < 2; half++) {
      long scales = (long) LittleEndian.LONG.get(source, block + 192 + 8L * half);
      dequantiseHalf(
          source,
          block + 64L * half,
          block + 128 + 32L * half,
          d,
          scales,
          out,
          at + half * SUPER_BLOCK / 2);
    }
  }

  private static void dequantiseHalf(
      MemorySegment source, long low, long high, float d, long scales, float[] out, int at) {
    for (int j = 0; j < RUN; j++) {
      int low0 = (byte) LittleEndian.BYTE.get(source, low + j);
      int low1 = (byte) LittleEndian.BYTE.get(source, low + j + RUN);
      int upper = (byte) LittleEndian.BYTE.get(source, high + j);
      long scale = scales >>> (j / 16 * 8);
      out[at + j] = d * (byte) scale * ((low0 & 15 | (upper & 3) << 4) - 32);
      out[at + j + RUN] = d * (byte) (scale >>> 16) * ((low1 & 15 | (upper & 12) << 2) - 32);
      out[at + j + 2 * RUN] = d * (byte) (scale >>> 32) * ((low0 >> 4 & 15 | upper & 48) - 32);
      out[at + j + 3 * RUN] = d * (byte) (scale >>> 48) * ((low1 >> 4 & 15 | upper >> 2 & 48) - 32);
    }
  }
}
