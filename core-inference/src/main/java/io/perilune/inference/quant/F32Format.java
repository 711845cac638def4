package io.perilune.inference.quant;

import io.perilune.gguf.GgmlType;
import java.lang.foreign.MemorySegment;

/** IEEE single precision. */
final class F32Format implements WeightFormat {
  @Override
  public GgmlType type() {
    return GgmlType.F32;
  }

  @Override
  public void dequantise(
      MemorySegment source, long offset, int first, int count, float[] out, int outOffset) {
    long from = offset + (long) first * Float.BYTES;
    for (int i = 0; i < count; i++) {
      out[outOffset + i] = (float) LittleEndian.FLOAT.get(source, from + (long) i * Float.BYTES);
    }
  }
}
