package io.perilune.inference.kernel;

import io.perilune.inference.quant.LittleEndian;
import java.lang.foreign.MemorySegment;

/**
 * Activations in the layout of Q8_0 weights: groups of 32, each a half float {@code d}, then 32
 * signed bytes {@code q}; a value is {@code d*q}. The largest of a group takes the largest code.
 */
final class ByteGroups {
  static final int GROUP = 32;
  static final int GROUP_BYTES = 34;
  private static final int LARGEST_CODE = 127;

  private ByteGroups() {}

  /** The bytes of {@code n} values, a multiple of the group. */
  static long bytes(int n) {
    if (n % GROUP != 0) {
      throw new IllegalArgumentException(n + " values are no whole groups of " + GROUP);
    }
    return (long) n / GROUP * GROUP_BYTES;
  }

  static void read(MemorySegment source, long offset, float[] out, int outOffset, int n) {
    long group = offset;
    for (int i = 0; i < n; i += GROUP, group += GROUP_BYTES) {
      float d = LittleEndian.half(source, group);
      for (int j = 0; j < GROUP; j++) {
        byte code = (byte) LittleEndian.BYTE.get(source, group + 2 + j);
        out[outOffset + i + j] = d * code;
      }
    }
  }

  static void write(float[] x, int xOffset, MemorySegment target, long offset, int n) {
    long group = offset;
    for (int i = xOffset; i < xOffset + n; i += GROUP, group += GROUP_BYTES) {
      writeGroup(x, i, target, group);
    }
  }

  private static void writeGroup(float[] x, int from, MemorySegment target, long group) {
    float largest = 0;
    for (int j = 0; j < GROUP; j++) {
      largest = Math.max(largest, Math.abs(x[from + j]));
    }
    short half = Float.floatToFloat16(largest / LARGEST_CODE);
    float d = Float.float16ToFloat(half);
    boolean finite = Float.isFinite(d);
    LittleEndian.SHORT.set(target, group, finite ? half : Float.floatToFloat16(Float.NaN));
    for (int j = 0; j < GROUP; j++) {
      int code = d == 0 || !finite ? 0 : Math.round(x[from + j] / d);
      byte q = (byte) Math.clamp(code, -LARGEST_CODE, LARGEST_CODE);
      LittleEndian.BYTE.set(target, group + 2 + j, q);
    }
  }
}
