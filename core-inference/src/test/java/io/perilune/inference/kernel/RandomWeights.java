package io.perilune.inference.kernel;

import io.perilune.gguf.GgmlType;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Random;

/** Matrices of random bytes whose half-float factors are finite and moderate. */
final class RandomWeights {
  private RandomWeights() {}

  /** A matrix whose segment ends where its last row does, at an odd address. */
  static WeightMatrix matrix(GgmlType type, int rows, int columns, Random random) {
    long bytes = Math.multiplyExact(rows, type.rowBytes(columns));
    MemorySegment data = Arena.ofAuto().allocate(bytes + 1).asSlice(1);
    fill(type, data, random);
    return new WeightMatrix("random " + type, type, rows, columns, data);
  }

  /** Fills a segment of whole blocks. */
  static void fill(GgmlType type, MemorySegment data, Random random) {
    byte[] bytes = new byte[(int) data.byteSize()];
    random.nextBytes(bytes);
    MemorySegment.copy(bytes, 0, data, ValueLayout.JAVA_BYTE, 0, bytes.length);
    for (long block = 0; block < data.byteSize(); block += type.bytesPerBlock()) {
      float value = (float) random.nextGaussian();
      switch (type) {
        case F32 -> data.set(ValueLayout.JAVA_FLOAT_UNALIGNED, block, value);
        case BF16 -> setShort(data, block, Float.floatToRawIntBits(value) >> 16);
        case F16, Q8_0, Q4_0 -> setShort(data, block, Float.floatToFloat16(value));
        case Q4_K, Q5_K -> {
          setShort(data, block, Float.floatToFloat16(value));
          setShort(data, block + 2, Float.floatToFloat16((float) random.nextGaussian()));
        }
        case Q6_K -> setShort(data, block + 208, Float.floatToFloat16(value));
        default -> throw new IllegalArgumentException("say where the factors of " + type + " are");
      }
    }
  }

  private static void setShort(MemorySegment data, long offset, int value) {
    data.set(ValueLayout.JAVA_SHORT_UNALIGNED, offset, (short) value);
  }
}
