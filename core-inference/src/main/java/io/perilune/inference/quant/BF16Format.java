package io.perilune.inference.quant;

import io.perilune.gguf.GgmlType;
import java.lang.foreign.MemorySegment;

/** The upper half of an IEEE single: sign, 8 bits of exponent, 7 bits of fraction. */
final class BF16Format implements WeightFormat {
  @Override
  public GgmlType type() {
    return GgmlType.BF16;
  }

  @Override
  public void dequantise(
      MemorySegment source, long offset, int first, int count, float[] out, int outOffset) {
    long from = offset + (long) first * Short.BYTES;
    for (int i = 0; i < count; i++) {
      short upper = (short) LittleEndian.SHORT.get(source, from + (long) i * Short.BYTES);
      out[outOffset + i] = Float.intBitsToFloat(upper << 16);
    }
  }
}
