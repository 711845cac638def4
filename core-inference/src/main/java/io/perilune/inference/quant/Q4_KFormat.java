package io.perilune.inference.quant;

import io.perilune.gguf.GgmlType;
import java.lang.foreign.MemorySegment;

/**
 * Super-blocks of 256: half floats {@code d} and {@code dmin}, 12 bytes of {@link KScales}, 128
 * bytes of nibbles. Each run of 32 bytes holds sub-block {@code 2j} of 32 weights in its low
 * nibbles and sub-block {@code 2j + 1} in its high ones; a weight is {@code d * scale * q - dmin *
 * minimum}.
 */
final class Q4_KFormat extends BlockFormat {
  Q4_KFormat() {
    super(GgmlType.Q4_K);
  }

  @Override
  void decodeBlock(MemorySegment source, long block, float rowFactor, float[] out, int at) {
    float d = LittleEndian.half(source, block);
    float dmin = LittleEndian.half(source, block + 2);
    int bytes8 = (int) LittleEndian.INT.get(source, block + 12);
    long scales = KScales.scales((int) LittleEndian.INT.get(source, block + 4), bytes8);
    long minima = KScales.minima((int) LittleEndian.INT.get(source, block + 8), bytes8);
    long nibbles = block + 16;
    int to = at;
    for (int pair = 0; pair < SUPER_BLOCK / (2 * RUN); pair++) {
      float scale0 = d * (scales & 63);
      float scale1 = d * (scales >>> 8 & 63);
      float min0 = dmin * (minima & 63);
      float min1 = dmin * (minima >>> 8 & 63);
      for (int j = 0; j < RUN; j++) {
        int q = (byte) LittleEndian.BYTE.get(source, nibbles + j);
        out[to + j] = scale0 * (q & 15) - min0;
        out[to + j + RUN] = scale1 * (q >> 4 & 15) - min1;
      }
      nibbles += RUN;
      to += 2 * RUN;
      scales >>>= 16;
      minima >>>= 16;
    }
  }
}
