package io.perilune.inference.quant;

import io.perilune.gguf.GgmlType;
import java.lang.foreign.MemorySegment;
import java.util.Objects;

/** Writes rows as blocks, one by one. */
abstract class BlockEncoder implements WeightEncoder {
  private static final float LARGEST_HALF = 65504;

  private final GgmlType type;

  BlockEncoder(GgmlType type) {
    this.type = type;
  }

  @Override
  public final GgmlType type() {
    return type;
  }

  @Override
  public final void encode(
      float[] weights, int from, int count, MemorySegment target, long offset) {
    Objects.checkFromIndexSize(from, count, weights.length);
    Objects.checkFromIndexSize(offset, type.rowBytes(count), target.byteSize());
    for (int i = 0; i < count; i++) {
      if (!Float.isFinite(weights[from + i])) {
        throw new IllegalArgumentException(
            "weight " + i + " of the row is " + weights[from + i] + ", not a finite number");
      }
    }
    long block = offset;
    for (int i = 0; i < count; i += type.blockSize(), block += type.bytesPerBlock()) {
      try {
        encodeBlock(weights, from + i, target, block);
      } catch (ArithmeticException tooLarge) {
        throw new IllegalArgumentException(
            "the weights from " + i + " of the row on are too large for " + type, tooLarge);
      }
    }
  }

  /**
   * Encodes one block of finite weights.
   *
   * @throws ArithmeticException if they are too large for the format
   */
  abstract void encodeBlock(float[] weights, int from, MemorySegment target, long block);

  /** Writes the half float next to a factor and returns the factor as it will be read. */
  static float putHalf(MemorySegment target, long at, float factor) {
    if (Math.abs(factor) > LARGEST_HALF) {
      throw new ArithmeticException("a factor of " + factor + " is no half float");
    }
    short half = Float.floatToFloat16(factor);
    LittleEndian.SHORT.set(target, at, half);
    return Float.float16ToFloat(half);
  }

  static void putByte(MemorySegment target, long at, int value) {
    LittleEndian.BYTE.set(target, at, (byte) value);
  }
}
