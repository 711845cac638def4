package io.perilune.inference.kernel;

import static io.perilune.inference.kernel.Lanes.FLOATS;
import static jdk.incubator.vector.VectorOperators.ADD;

import io.perilune.inference.quant.LittleEndian;
import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;

/** Sums of activations over blocks of {@value #BLOCK}, for formats with a minimum per block. */
final class BlockSums {
  static final int BLOCK = 32;

  private BlockSums() {}

  /** Writes the sum of each block of {@code n} activations from byte {@code at} of out on. */
  static void compute(float[] x, int xOffset, int n, MemorySegment out, long at) {
    for (int block = 0; block < n / BLOCK; block++) {
      int from = xOffset + block * BLOCK;
      FloatVector sum = FloatVector.fromArray(FLOATS, x, from);
      for (int j = Lanes.COUNT; j < BLOCK; j += Lanes.COUNT) {
        sum = sum.add(FloatVector.fromArray(FLOATS, x, from + j));
      }
      LittleEndian.FLOAT.set(out, at + (long) Float.BYTES * block, sum.reduceLanes(ADD));
    }
  }

  /** The sum of 8 minima, the bytes of a long, each times the sum of its block. */
  static float dot(long minima, MemorySegment sums, long at) {
    float even =
        (minima & 255) * (float) LittleEndian.FLOAT.get(sums, at)
            + (minima >>> 16 & 255) * (float) LittleEndian.FLOAT.get(sums, at + 8)
            + (minima >>> 32 & 255) * (float) LittleEndian.FLOAT.get(sums, at + 16)
            + (minima >>> 48 & 255) * (float) LittleEndian.FLOAT.get(sums, at + 24);
    float odd =
        (minima >>> 8 & 255) * (float) LittleEndian.FLOAT.get(sums, at + 4)
            + (minima >>> 24 & 255) * (float) LittleEndian.FLOAT.get(sums, at + 12)
            + (minima >>> 40 & 255) * (float) LittleEndian.FLOAT.get(sums, at + 20)
            + (minima >>> 56) * (float) LittleEndian.FLOAT.get(sums, at + 28);
    return even + odd;
  }
}
