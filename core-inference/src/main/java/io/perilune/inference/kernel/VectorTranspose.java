package io.perilune.inference.kernel;

import static io.perilune.inference.kernel.Lanes.COUNT;
import static io.perilune.inference.kernel.Lanes.FLOATS;

import jdk.incubator.vector.FloatVector;

/** The transposition of {@link Kernels#transpose}: a vector is gathered from a column. */
final class VectorTranspose {
  private VectorTranspose() {}

  static void transpose(
      float[] x, int xAt, int xRow, float[] y, int yAt, int yRow, int rows, int columns) {
    int[] steps = new int[COUNT];
    for (int i = 0; i < COUNT; i++) {
      steps[i] = i * xRow;
    }
    int r = 0;
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
