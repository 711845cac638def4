package io.perilune.inference.quant;

import io.perilune.gguf.GgmlType;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/** IEEE single precision. */
final class F32Format implements WeightFormat {
  private static final ValueLayout.OfFloat FLOATS =
      ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  @Override
  public GgmlType type() {
    return GgmlType.F32;
  }

  @Override
  public void dequantise(
      MemorySegment source, long offset, int first, int count, float[] out, int outOffset) {
    long from = offset + (long) first * Float.BYTES;
    MemorySegment.copy(source, FLOATS, from, out, outOffset, count);
  }
}
