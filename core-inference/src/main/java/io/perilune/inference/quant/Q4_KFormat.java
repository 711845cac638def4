package io.perilune.inference.quant;

import io.perilune.gguf.GgmlType;
import java.lang.foreign.MemorySegment;

/**
 * Super-blocks of 256: half floats {@code d} and {@code dmin}, 12 bytes of {@link KScales}, 128
 * bytes of nibbles. Each run of 32 bytes holds sub-block {@code 2j} of 32 weights in its low
 * nibbles and sub-block {@code 2j + 1} in its high ones; a weight is {@code d * scale * q - dmin *
 * minimum}.
 */
final class Q4_KFormat implements WeightFormat {
  private static final int BLOCK = 256;
  private static final int BLOCK_BYTES = 144;
  private static final int SUB_BLOCK = 32;

  @Override
  public GgmlType type() {
    return GgmlType.Q4_K;
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
      long nibbles = block + 16;
      int at = outOffset + i;
      for (int pair = 0; pair < BLOCK / (2 * SUB_BLOCK); pair++) {
        float scale0 = d * (scales & 63);
        float scale1 = d * (scales >>> 8 & 63);
        float min0 = dmin * (minima & 63);
        float min1 = dmin * (minima >>> 8 & 63);
        for (int j = 0; j < SUB_BLOCK; j++) {
          int q = (byte) LittleEndian.BYTE.get(source, nibbles + j);
          out[at + j] = scale0 * (q & 15) - min0;
          out[at + j + SUB_BLOCK] = scale1 * (q >> 4 & 15) - min1;
        }
        nibbles += SUB_BLOCK;
        at += 2 * SUB_BLOCK;
        scales >>>= 16;
        minima >>>= 16;
      }
    }
  }
}
