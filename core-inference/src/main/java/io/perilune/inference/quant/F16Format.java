package io.perilune.inference.quant;

import io.perilune.gguf.GgmlType;
import java.lang.foreign.MemorySegment;

/** IEEE half precision. */
final class F16Format implements WeightFormat {
  @Override
  public GgmlType type() {
    return GgmlType.F16;
  }

  @Override
  public void dequantise(
      MemorySegment source, long offset, int first, int count, float[] out, int outOffset) {
    long from = offset + (long) first * Short.BYTES;
    for (int i = 0; i < count; i++) {
      short half = (short) LittleEndian.SHORT.get(source, from + (long) i * Short.BYTES);
      out[outOffset + i] = Float.float16ToFloat(half);
    }
  }
}
