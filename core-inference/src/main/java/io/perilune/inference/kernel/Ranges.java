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

  static void checkDecode(
      WeightMatrix w, int row, int first, int count, float[] out, int outOffset) {
    checkRows(w, row, Math.addExact(row, 1));
    checkArray(out, outOffset, count);
    int block = w.type().blockSize();
    if (first < 0 || first > w.columns() - count || first % block != 0 || count % block != 0) {
      throw new IndexOutOfBoundsException(
          w.name()
              + " has columns 0 to "
              + w.columns()
              + " in blocks of "
              + block
              + ", not "
              + count
              + " from "
              + first
              + " on");
    }
  }

  /** The elements {@code at + r * row + k} for {@code r < rows} and {@code k < columns}. */
  static void checkMatrix(float[] array, int at, int row, int rows, int columns) {
    if (rows < 0 || columns < 0 || at < 0 || row < 0) {
      throw new IndexOutOfBoundsException(
          rows + " x " + columns + " elements from " + at + " on, in rows of " + row);
    }
    if (rows == 0 || columns == 0) {
      return;
    }
    long last = Math.addExact(at, Math.addExact((rows - 1L) * row, columns - 1L));
    if (last >= array.length) {
      throw new IndexOutOfBoundsException(
          rows + " x " + columns + " elements up to " + last + " of an array of " + array.length);
    }
  }

  static void checkProduct(
      float[] a,
      int aAt,
      int aRow,
      float[] b,
      int bAt,
      int bRow,
      float[] c,
      int cAt,
      int cRow,
      int rows,
      int columns,
      int depth) {
    checkMatrix(a, aAt, aRow, rows, depth);
    checkMatrix(b, bAt, bRow, depth, columns);
    checkMatrix(c, cAt, cRow, rows, columns);
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
