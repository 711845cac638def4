package io.perilune.inference.quant;

import io.perilune.gguf.GgmlType;
import java.lang.foreign.MemorySegment;

/**
 * As {@link Q4_KFormat}, with a fifth bit per weight: 32 bytes before the nibbles hold in bit
 * {@code s} of byte {@code j} the highest bit of weight {@code j} of sub-block {@code s}.
 */
final class Q5_KFormat extends BlockFormat {
  Q5_KFormat() {
    super(GgmlType.Q5_K);
  }

  @Override
  void decodeBlock(MemorySegment source, long block, float rowFactor, float[] out, int at) {
    float d = LittleEndian.half(source, block);
    float dmin = LittleEndian.half(source, block + 2);
    int bytes8 = (int) LittleEndian.INT.get(source, block + 12);
    long scales = KScales.scales((int) LittleEndian.INT.get(source, block + 4), bytes8);
    long minima = KScales.minima((int) LittleEndian.INT.get(source, block + 8), bytes8);
    long highBits = block + 16;
    long nibbles = block + 48;
    int to = at;
    for (int pair = 0; pair < SUPER_BLOCK / (2 * RUN); pair++) {
      float scale0 = d * (scales & 63);
      float scale1 = d * (scales >>> 8 & 63);
      float min0 = dmin * (minima & 63);
      float min1 = dmin * (minima >>> 8 & 63);
      for (int j = 0; j < RUN; j++) {
        int q = (byte) LittleEndian.BYTE.get(source, nibbles + j);
        int high = (byte) LittleEndian.BYTE.get(source, highBits + j) >> 2 * pair;
        out[to + j] = scale0 * (q & 15 | (high & 1) << 4) - min0;
        out[to + j + RUN] = scale1 * (q >> 4 & 15 | (high & 2) << 3) - min1;
      }
      nibbles += RUN;
      to += 2 * RUN;
      scales >>>= 16;
      minima >>>= 16;
    }
  }
}
