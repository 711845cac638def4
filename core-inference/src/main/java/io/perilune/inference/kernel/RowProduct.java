package io.perilune.inference.kernel;

import java.lang.foreign.MemorySegment;

/** Products of rows with few activation vectors by a {@link RowKernel}. */
final class RowProduct {
  /** Activation vectors up to which one after the other is faster than to decode the rows once. */
  static final int FEW = 3;

  /** Rows that stay in a core's cache until the last activation vector has met them. */
  private static final long CACHED_BYTES = 64 << 10;

  private static final int FLOATS_PER_LINE = 16;

  private RowProduct() {}

  static boolean fits(RowKernel kernel, int length, int columns) {
    return columns <= FEW && stride(kernel, length) * columns <= Scratch.BYTES;
  }

  /** As {@link Kernels#multiply}, for columns that {@link #fits fit}; reads the rows once. */
  static void multiply(
      RowKernel kernel,
      WeightMatrix w,
      int rowFrom,
      int rowTo,
      Activations x,
      int xOffset,
      Activations y,
      int yOffset,
      int columns) {
    MemorySegment scratch = Scratch.ofThread();
    long stride = stride(kernel, w.columns());
    for (int t = 0; t < columns; t++) {
      kernel.prepare(x.data(), x.row(t) + xOffset, w.columns(), scratch, t * stride);
    }
    int rows = columns == 1 ? rowTo - rowFrom : rowsAtOnce(w);
    for (int row = rowFrom; row < rowTo; row += rows) {
      int end = Math.min(rowTo, row + rows);
      for (int t = 0; t < columns; t++) {
        kernel.multiply(w, row, end, scratch, t * stride, y.data(), y.row(t) + yOffset);
      }
    }
  }

  private static int rowsAtOnce(WeightMatrix w) {
    return Math.clamp(CACHED_BYTES / w.rowBytes(), 1, w.rows());
  }

  /** Bytes from one prepared vector to the next: whole cache lines. */
  private static long stride(RowKernel kernel, int length) {
    long lines = Math.ceilDiv(kernel.preparedFloats(length), FLOATS_PER_LINE);
    return lines * FLOATS_PER_LINE * Float.BYTES;
  }
}
