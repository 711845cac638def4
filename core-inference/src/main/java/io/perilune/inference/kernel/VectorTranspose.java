package io.perilune.inference.kernel;

import static io.perilune.inference.kernel.Lanes.COUNT;
import static io.perilune.inference.kernel.Lanes.FLOATS;

import jdk.incubator.vector.FloatVector;

/** The transposition of {@link Kernels#transpose}: a vector is gathered from a column. */
final class VectorTranspose {
  private static final int[] NONE = {};

  /** The steps between the rows of narrow matrices, such as those of each block of attention. */
  private static final int[][] NARROW = new int[64 + 1][];

  static {
    for (int row = 0; row < NARROW.length; row++) {
      NARROW[row] = newSteps(row);
    }
  }

  private VectorTranspose() {}

  private static int[] steps(int row) {
    return row < NARROW.length ? NARROW[row] : newSteps(row);
  }

  private static int[] newSteps(int row) {
    int[] steps = new int[COUNT];
    for (int i = 0; i < COUNT; i++) {
      steps[i] = i * row;
    }
    return steps;
  }

  static void transpose(
      float[] x, int xAt, int xRow, float[] y, int yAt, int yRow, int rows, int columns) {
    int r = 0;
    int[] steps = rows < COUNT ? NONE : steps(xRow);
    for (; r <= rows - COUNT; r += COUNT) {
      int from = xAt + r * xRow;
      int to = yAt + r;
      for (int k = 0; k < columns; k++, to += yRow) {
        FloatVector.fromArray(FLOATS, x, from + k, steps, 0).intoArray(y, to);
      }
    }
    for (; r < rows; r++) {
      for (int k = 0; k < columns; k++) {
        y[yAt + k * yRow + r] = x[xAt + r * xRow + k];
      }
    }
  }
}
