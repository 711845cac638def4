package io.perilune.inference.quant;

import io.perilune.gguf.GgmlType;
import java.lang.foreign.MemorySegment;

/** Writes {@link Q6_KFormat} with factors of least squares for each 16 weights. */
final class Q6_KEncoder extends BlockEncoder {
  private static final CodeBook CODES = CodeBook.integers(-32, 31);
  private static final int PART = 16;
  private static final int PARTS = 16;
  private static final int RUN = 32;
  private static final int LARGEST_SCALE = 127;

  Q6_KEncoder() {
    super(GgmlType.Q6_K);
  }

  @Override
  void encodeBlock(float[] weights, int from, MemorySegment target, long block) {
    float[] factors = new float[PARTS];
    float largest = 0;
    for (int part = 0; part < PARTS; part++) {
      factors[part] = CODES.bestFactor(weights, from + part * PART, PART);
      largest = Math.max(largest, Math.abs(factors[part]));
    }
    float d = putHalf(target, block + 208, largest / LARGEST_SCALE);
    int[] codes = new int[PARTS * PART];
    for (int part = 0; part < PARTS; part++) {
      int scale =
          d == 0 ? 0 : Math.clamp(Math.round(factors[part] / d), -LARGEST_SCALE, LARGEST_SCALE);
      putByte(target, block + 192 + part, scale);
      for (int j = part * PART; j < (part + 1) * PART; j++) {
        codes[j] = CODES.nearest(weights[from + j], d * scale);
      }
    }
    for (int half = 0; half < 2; half++) {
      putHalfBlock(codes, half * 4 * RUN, target, block + half * 2 * RUN, block + 128 + half * RUN);
    }
  }

  private static void putHalfBlock(
      int[] codes, int from, MemorySegment target, long low, long upper) {
    for (int j = 0; j < RUN; j++) {
      int code0 = codes[from + j];
      int code1 = codes[from + j + RUN];
      int code2 = codes[from + j + 2 * RUN];
      int code3 = codes[from + j + 3 * RUN];
      putByte(target, low + j, code0 & 15 | (code2 & 15) << 4);
      putByte(target, low + j + RUN, code1 & 15 | (code3 & 15) << 4);
      int bits = code0 >> 4 | code1 >> 4 << 2 | code2 >> 4 << 4 | code3 >> 4 << 6;
      putByte(target, upper + j, bits);
    }
  }
}
