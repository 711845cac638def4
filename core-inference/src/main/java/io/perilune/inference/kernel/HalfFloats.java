package io.perilune.inference.kernel;

import io.perilune.inference.quant.LittleEndian;
import java.lang.foreign.MemorySegment;

/** IEEE half floats in native memory; the conversions are single instructions on most machines. */
final class HalfFloats {
  private HalfFloats() {}

  static void read(MemorySegment source, long offset, float[] out, int outOffset, int n) {
    for (int i = 0; i < n; i++) {
      short half = (short) LittleEndian.SHORT.get(source, offset + (long) i * Short.BYTES);
      out[outOffset + i] = Float.float16ToFloat(half);
    }
  }

  static void write(float[] x, int xOffset, MemorySegment target, long offset, int n) {
    for (int i = 0; i < n; i++) {
      short half = Float.floatToFloat16(x[xOffset + i]);
      LittleEndian.SHORT.set(target, offset + (long) i * Short.BYTES, half);
    }
  }
}
