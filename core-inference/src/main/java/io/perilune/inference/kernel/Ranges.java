package io.perilune.inference.kernel;

import java.lang.foreign.MemorySegment;

/**
 * The checks that each kernel call makes once, in exact arithmetic, before it touches memory. After
 * them every access of the call lies inside the matrix's own segment and the arrays.
 */
final class Ranges {
  private Ranges() {}

  static void checkMultiply(
      WeightMatrix w,
      int rowFrom,
      int rowTo,
      Activations x,
      int xOffset,
      Activations y,
      int yOffset,
      int columns,
      float[] tile) {
    checkRows(w, rowFrom, rowTo);
    checkTokens(w, "inputs", x, xOffset, xOffset + (long) w.columns(), columns);
    checkTokens(w, "outputs", y, (long) yOffset + rowFrom, (long) yOffset + rowTo, columns);
    if (tile.length < Kernels.TILE) {
      throw new IllegalArgumentException(
          "the tile holds " + tile.length + " floats; it must hold " + Kernels.TILE);
    }
  }

  static void checkReadRow(WeightMatrix w, int row, float[] out, int outOffset) {
    checkRows(w, row, row + 1);
    checkArray(out, outOffset, w.columns());
  }

  private static void checkRows(WeightMatrix w, int rowFrom, int rowTo) {
    if (rowFrom < 0 || rowTo > w.rows() || rowFrom > rowTo) {
      throw new IndexOutOfBoundsException(
          w.name() + " has rows 0 to " + w.rows() + ", not " + rowFrom + " to " + rowTo);
    }
    checkSegment(w.data(), 0, Math.multiplyExact(w.rowBytes(), rowTo));
  }

  private static void checkTokens(
      WeightMatrix w, String role, Activations a, long from, long to, int columns) {
    if (from < 0 || to > a.width()) {
      throw new IndexOutOfBoundsException(
          w.name() + ": " + role + " " + from + " to " + to + " of a width of " + a.width());
    }
    long end = Math.addExact(a.row(0), Math.multiplyExact((long) columns, a.width()));
    if (columns < 1 || a.row(0) < 0 || end > a.data().length) {
      throw new IndexOutOfBoundsException(
          w.name()
              + ": "
              + role
              + " of "
              + columns
              + " tokens of "
              + a.width()
              + " floats from "
              + a.row(0)
              + " on do not lie in "
              + a.data().length
              + " floats");
    }
  }

  /** Kernels see native memory only: one load site must not meet heap and native segments. */
  static void checkSegment(MemorySegment segment, long offset, long bytes) {
    if (!segment.isNative()) {
      throw new IllegalArgumentException("kernels need native memory, not an array");
    }
    if (offset < 0 || bytes < 0 || offset > segment.byteSize() - bytes) {
      throw new IndexOutOfBoundsException(
          bytes + " bytes at " + offset + " of a segment of " + segment.byteSize());
    }
  }

  static void checkArray(float[] array, int offset, int n) {
    if (offset < 0 || n < 0 || offset > array.length - n) {
      throw new IndexOutOfBoundsException(
          n + " floats at " + offset + " of an array of " + array.length);
    }
  }
}
