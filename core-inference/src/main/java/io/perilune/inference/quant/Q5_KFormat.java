package io.perilune.inference.quant;

import io.perilune.gguf.GgmlType;
import java.lang.foreign.MemorySegment;

/**
 * As {@link Q4_KFormat}, with a fifth bit per weight: 32 bytes before the nibbles hold in bit
 * {@code s} of byte {@code j} the highest bit of weight {@code j} of sub-block {@code s}.
 */
final class Q5_KFormat implements WeightFormat {
  private static final int BLOCK = 256;
  private static final int BLOCK_BYTES = 176;
  private static final int SUB_BLOCK = 32;

  @Override
  public GgmlType type() {
    return GgmlType.Q5_K;
  }

  @Override
  public void dequantise(
      MemorySegment source, long offset, int first, int count, float[] out, int outOffset) {
    long block = offset + (long) first / BLOCK * BLOCK_BYTES;
    for (int i = 0; i < count; i += BLOCK, block += BLOCK_BYTES) {
      float d = Float.float16ToFloat((short) LittleEndian.SHORT.get(source, block));
      float dmin = Float.float16ToFloat((short) LittleEndian.SHORT.get(source, block + 2));
      int bytes8 = (int) LittleEndian.INT.get(source, block + 12);
      long scales = KScales.scales((int) LittleEndian.INT.get(source, block + 4), bytes8);
      long minima = KScales.minima((int) LittleEndian.INT.get(source, block + 8), bytes8);
      long highBits = block + 16;
      long nibbles = block + 48;
      int at = outOffset + i;
      for (int pair = 0; pair < BLOCK / (2 * SUB_BLOCK); pair++) {
        float scale0 = d * (scales & 63);
        float scale1 = d * (scales >>> 8 & 63);
        float min0 = dmin * (minima & 63);
        float min1 = dmin * (minima >>> 8 & 63);
        for (int j = 0; j < SUB_BLOCK; j++) {
          int q = (byte) LittleEndian.BYTE.get(source, nibbles + j);
          int high = (byte) LittleEndian.BYTE.get(source, highBits + j) >> 2 * pair;
          out[at + j] = scale0 * (q & 15 | (high & 1) << 4) - min0;
          out[at + j + SUB_BLOCK] = scale1 * (q >> 4 & 15 | (high & 2) << 3) - min1;
        }
        nibbles += SUB_BLOCK;
        at += 2 * SUB_BLOCK;
        scales >>>= 16;
        minima >>>= 16;
      }
    }
  }
}
