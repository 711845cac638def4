package io.perilune.inference.kernel;

import static io.perilune.inference.kernel.Lanes.FLOATS;
import static jdk.incubator.vector.VectorOperators.ADD;

import jdk.incubator.vector.FloatVector;

/** Sums of activations over blocks of {@value #BLOCK}, for formats with a minimum per block. */
final class BlockSums {
  static final int BLOCK = 32;

  private BlockSums() {}

  /** {@code sums[i]} becomes the sum of block {@code i} of {@code n} activations. */
  static void compute(float[] x, int xOffset, int n, float[] sums) {
    for (int block = 0; block < n / BLOCK; block++) {
      int from = xOffset + block * BLOCK;
      FloatVector sum = FloatVector.fromArray(FLOATS, x, from);
      for (int j = Lanes.COUNT; j < BLOCK; j += Lanes.COUNT) {
        sum = sum.add(FloatVector.fromArray(FLOATS, x, from + j));
      }
      sums[block] = sum.reduceLanes(ADD);
    }
  }

  /** The sum of 8 minima, the bytes of a long, each times the sum of its block. */
  static float dot(long minima, float[] sums, int block) {
    float even =
        (minima & 255) * sums[block]
            + (minima >>> 16 & 255) * sums[block + 2]
            + (minima >>> 32 & 255) * sums[block + 4]
            + (minima >>> 48 & 255) * sums[block + 6];
    float odd =
        (minima >>> 8 & 255) * sums[block + 1]
            + (minima >>> 24 & 255) * sums[block + 3]
            + (minima >>> 40 & 255) * sums[block + 5]
            + (minima >>> 56) * sums[block + 7];
    return even + odd;
  }
}
