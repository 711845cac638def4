package io.perilune.inference.kernel;

import io.perilune.gguf.GgmlType;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Random;

/** Matrices of random bytes whose half-float factors are finite and moderate. */
public final class RandomWeights {
  private RandomWeights() {}

  /** A matrix whose segment ends where its last row does, at an odd address. */
  public static WeightMatrix matrix(GgmlType type, int rows, int columns, Random random) {
    byte[] bytes = new byte[Math.toIntExact(Math.multiplyExact(rows, type.rowBytes(columns)))];
    random.nextBytes(bytes);
    MemorySegment data = Arena.ofAuto().allocate(bytes.length + 1).asSlice(1);
    MemorySegment.copy(bytes, 0, data, ValueLayout.JAVA_BYTE, 0, bytes.length);
    for (int row = 0; row < rows; row++) {
      long at = row * type.rowBytes(columns);
      setRowFactor(type, data, at, random);
      for (int block = 0; block < columns / type.blockSize(); block++) {
        long begin = at + type.rowMetaBytes() + (long) block * type.bytesPerBlock();
        setFactors(type, data, begin, random);
      }
    }
    return new WeightMatrix("random " + type, type, rows, columns, data);
  }

  private static void setRowFactor(GgmlType type, MemorySegment data, long row, Random random) {
    switch (type.rowMetaBytes()) {
      case 0 -> {}
      case 2 -> setHalf(data, row, random);
      case 4 -> setFloat(data, row, random);
      default -> throw new IllegalArgumentException("say what the meta bytes of " + type + " are");
    }
  }

  private static void setFactors(GgmlType type, MemorySegment data, long block, Random random) {
    switch (type) {
      case F32 -> setFloat(data, block, random);
      case BF16 ->
          setShort(data, block, Float.floatToRawIntBits((float) random.nextGaussian()) >> 16);
      case F16, Q8_0, Q4_0, Q5_0, Q6_0, IQ4_NL, IQ4_XS, IQ2_K, IQ3_K, IQ4_K, IQ5_K, IQ6_K ->
          setHalf(data, block, random);
      case IQ2_XXS, IQ2_XS, IQ2_S, IQ3_XXS, IQ3_S, IQ1_S -> setHalf(data, block, random);
      case Q4_1, Q5_1, Q4_K, Q5_K -> setHalves(data, block, random);
      case Q2_K -> setHalves(data, block + 80, random);
      case Q3_K -> setHalf(data, block + 108, random);
      case Q6_K -> setHalf(data, block + 208, random);
      case MXFP4 -> data.set(ValueLayout.JAVA_BYTE, block, (byte) (120 + random.nextInt(16)));
      case IQ1_M -> data.set(ValueLayout.JAVA_BYTE, block + 55, (byte) 0x3f);
      default -> {
        if (type.rowMetaBytes() == 0) {
          throw new IllegalArgumentException("say where the factors of " + type + " are");
        }
      }
    }
  }

  private static void setFloat(MemorySegment data, long offset, Random random) {
    data.set(ValueLayout.JAVA_FLOAT_UNALIGNED, offset, (float) random.nextGaussian());
  }

  private static void setHalves(MemorySegment data, long offset, Random random) {
    setHalf(data, offset, random);
    setHalf(data, offset + 2, random);
  }

  private static void setHalf(MemorySegment data, long offset, Random random) {
    setShort(data, offset, Float.floatToFloat16((float) random.nextGaussian()));
  }

  private static void setShort(MemorySegment data, long offset, int value) {
    data.set(ValueLayout.JAVA_SHORT_UNALIGNED, offset, (short) value);
  }
}
