package io.perilune.inference.kernel;

import static io.perilune.inference.kernel.Lanes.COUNT;
import static io.perilune.inference.kernel.Lanes.FLOATS;

import jdk.incubator.vector.FloatVector;

/**
 * The product of {@link Kernels#addProduct}, in parts that stay in registers. The lanes run along
 * the columns, {@code a} is broadcast. Six rows of four vectors are 24 sums, four columns and a
 * factor: 29 of the 32 registers of AVX-512, and enough independent sums to keep both multipliers
 * busy.
 */
final class VectorProduct {
  private static final int ROWS = 6;

  /** Vectors of columns in the largest part: four where there are 32 registers, else two. */
  private static final int WIDEST = FLOATS.vectorBitSize() == 256 ? 2 : 4;

  private VectorProduct() {}

  static void add(
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
    int j = 0;
    while (columns - j >= COUNT) {
      int vectors = Math.min((columns - j) / COUNT, WIDEST);
      vectors = vectors == 3 ? 2 : vectors;
      int r = 0;
      for (; r <= rows - ROWS; r += ROWS) {
        int p = aAt + r * aRow;
        int at = cAt + r * cRow + j;
        switch (vectors) {
          case 4 -> sixByFour(a, p, aRow, b, bAt + j, bRow, c, at, cRow, depth);
          case 2 -> sixByTwo(a, p, aRow, b, bAt + j, bRow, c, at, cRow, depth);
          default -> sixByOne(a, p, aRow, b, bAt + j, bRow, c, at, cRow, depth);
        }
      }
      for (; r < rows; r++) {
        int p = aAt + r * aRow;
        int at = cAt + r * cRow + j;
        if (vectors == 4) {
          oneByFour(a, p, b, bAt + j, bRow, c, at, depth);
        } else {
          for (int v = 0; v < vectors * COUNT; v += COUNT) {
            oneByOne(a, p, b, bAt + j + v, bRow, c, at + v, depth);
          }
        }
      }
      j += vectors * COUNT;
    }
    for (; j < columns; j++) {
      addColumn(a, aAt, aRow, b, bAt + j, bRow, c, cAt + j, cRow, rows, depth);
    }
  }

  private static void addColumn(
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
      int depth) {
    for (int r = 0; r < rows; r++) {
      float sum = 0;
      for (int k = 0; k < depth; k++) {
        sum = Math.fma(a[aAt + r * aRow + k], b[bAt + k * bRow], sum);
      }
      c[cAt + r * cRow] += sum;
    }
  }

  /** Six rows times four vectors of columns. */
  private static void sixByFour(
      float[] a,
      int aAt,
      int aRow,
      float[] b,
      int bAt,
      int bRow,
      float[] c,
      int cAt,
      int cRow,
      int depth) {
    FloatVector a0 = FloatVector.zero(FLOATS);
    FloatVector a1 = a0, a2 = a0, a3 = a0;
    FloatVector b0 = a0, b1 = a0, b2 = a0, b3 = a0;
    FloatVector c0 = a0, c1 = a0, c2 = a0, c3 = a0;
    FloatVector d0 = a0, d1 = a0, d2 = a0, d3 = a0;
    FloatVector e0 = a0, e1 = a0, e2 = a0, e3 = a0;
    FloatVector f0 = a0, f1 = a0, f2 = a0, f3 = a0;
    int p = aAt, q = bAt;
    for (int k = 0; k < depth; k++, p++, q += bRow) {
      FloatVector x0 = FloatVector.fromArray(FLOATS, b, q);
      FloatVector x1 = FloatVector.fromArray(FLOATS, b, q + COUNT);
      FloatVector x2 = FloatVector.fromArray(FLOATS, b, q + 2 * COUNT);
      FloatVector x3 = FloatVector.fromArray(FLOATS, b, q + 3 * COUNT);
      FloatVector w = FloatVector.broadcast(FLOATS, a[p]);
      a0 = w.fma(x0, a0);
      a1 = w.fma(x1, a1);
      a2 = w.fma(x2, a2);
      a3 = w.fma(x3, a3);
      w = FloatVector.broadcast(FLOATS, a[p + aRow]);
      b0 = w.fma(x0, b0);
      b1 = w.fma(x1, b1);
      b2 = w.fma(x2, b2);
      b3 = w.fma(x3, b3);
      w = FloatVector.broadcast(FLOATS, a[p + 2 * aRow]);
      c0 = w.fma(x0, c0);
      c1 = w.fma(x1, c1);
      c2 = w.fma(x2, c2);
      c3 = w.fma(x3, c3);
      w = FloatVector.broadcast(FLOATS, a[p + 3 * aRow]);
      d0 = w.fma(x0, d0);
      d1 = w.fma(x1, d1);
      d2 = w.fma(x2, d2);
      d3 = w.fma(x3, d3);
      w = FloatVector.broadcast(FLOATS, a[p + 4 * aRow]);
      e0 = w.fma(x0, e0);
      e1 = w.fma(x1, e1);
      e2 = w.fma(x2, e2);
      e3 = w.fma(x3, e3);
      w = FloatVector.broadcast(FLOATS, a[p + 5 * aRow]);
      f0 = w.fma(x0, f0);
      f1 = w.fma(x1, f1);
      f2 = w.fma(x2, f2);
      f3 = w.fma(x3, f3);
    }
    int at = cAt;
    a0.add(FloatVector.fromArray(FLOATS, c, at)).intoArray(c, at);
    a1.add(FloatVector.fromArray(FLOATS, c, at + COUNT)).intoArray(c, at + COUNT);
    a2.add(FloatVector.fromArray(FLOATS, c, at + 2 * COUNT)).intoArray(c, at + 2 * COUNT);
    a3.add(FloatVector.fromArray(FLOATS, c, at + 3 * COUNT)).intoArray(c, at + 3 * COUNT);
    at += cRow;
    b0.add(FloatVector.fromArray(FLOATS, c, at)).intoArray(c, at);
    b1.add(FloatVector.fromArray(FLOATS, c, at + COUNT)).intoArray(c, at + COUNT);
    b2.add(FloatVector.fromArray(FLOATS, c, at + 2 * COUNT)).intoArray(c, at + 2 * COUNT);
    b3.add(FloatVector.fromArray(FLOATS, c, at + 3 * COUNT)).intoArray(c, at + 3 * COUNT);
    at += cRow;
    c0.add(FloatVector.fromArray(FLOATS, c, at)).intoArray(c, at);
    c1.add(FloatVector.fromArray(FLOATS, c, at + COUNT)).intoArray(c, at + COUNT);
    c2.add(FloatVector.fromArray(FLOATS, c, at + 2 * COUNT)).intoArray(c, at + 2 * COUNT);
    c3.add(FloatVector.fromArray(FLOATS, c, at + 3 * COUNT)).intoArray(c, at + 3 * COUNT);
    at += cRow;
    d0.add(FloatVector.fromArray(FLOATS, c, at)).intoArray(c, at);
    d1.add(FloatVector.fromArray(FLOATS, c, at + COUNT)).intoArray(c, at + COUNT);
    d2.add(FloatVector.fromArray(FLOATS, c, at + 2 * COUNT)).intoArray(c, at + 2 * COUNT);
    d3.add(FloatVector.fromArray(FLOATS, c, at + 3 * COUNT)).intoArray(c, at + 3 * COUNT);
    at += cRow;
    e0.add(FloatVector.fromArray(FLOATS, c, at)).intoArray(c, at);
    e1.add(FloatVector.fromArray(FLOATS, c, at + COUNT)).intoArray(c, at + COUNT);
    e2.add(FloatVector.fromArray(FLOATS, c, at + 2 * COUNT)).intoArray(c, at + 2 * COUNT);
    e3.add(FloatVector.fromArray(FLOATS, c, at + 3 * COUNT)).intoArray(c, at + 3 * COUNT);
    at += cRow;
    f0.add(FloatVector.fromArray(FLOATS, c, at)).intoArray(c, at);
    f1.add(FloatVector.fromArray(FLOATS, c, at + COUNT)).intoArray(c, at + COUNT);
    f2.add(FloatVector.fromArray(FLOATS, c, at + 2 * COUNT)).intoArray(c, at + 2 * COUNT);
    f3.add(FloatVector.fromArray(FLOATS, c, at + 3 * COUNT)).intoArray(c, at + 3 * COUNT);
  }

  /** Six rows times two vectors of columns. */
  private static void sixByTwo(
      float[] a,
      int aAt,
      int aRow,
      float[] b,
      int bAt,
      int bRow,
      float[] c,
      int cAt,
      int cRow,
      int depth) {
    FloatVector a0 = FloatVector.zero(FLOATS);
    FloatVector a1 = a0;
    FloatVector b0 = a0, b1 = a0;
    FloatVector c0 = a0, c1 = a0;
    FloatVector d0 = a0, d1 = a0;
    FloatVector e0 = a0, e1 = a0;
    FloatVector f0 = a0, f1 = a0;
    int p = aAt, q = bAt;
    for (int k = 0; k < depth; k++, p++, q += bRow) {
      FloatVector x0 = FloatVector.fromArray(FLOATS, b, q);
      FloatVector x1 = FloatVector.fromArray(FLOATS, b, q + COUNT);
      FloatVector w = FloatVector.broadcast(FLOATS, a[p]);
      a0 = w.fma(x0, a0);
      a1 = w.fma(x1, a1);
      w = FloatVector.broadcast(FLOATS, a[p + aRow]);
      b0 = w.fma(x0, b0);
      b1 = w.fma(x1, b1);
      w = FloatVector.broadcast(FLOATS, a[p + 2 * aRow]);
      c0 = w.fma(x0, c0);
      c1 = w.fma(x1, c1);
      w = FloatVector.broadcast(FLOATS, a[p + 3 * aRow]);
      d0 = w.fma(x0, d0);
      d1 = w.fma(x1, d1);
      w = FloatVector.broadcast(FLOATS, a[p + 4 * aRow]);
      e0 = w.fma(x0, e0);
      e1 = w.fma(x1, e1);
      w = FloatVector.broadcast(FLOATS, a[p + 5 * aRow]);
      f0 = w.fma(x0, f0);
      f1 = w.fma(x1, f1);
    }
    int at = cAt;
    a0.add(FloatVector.fromArray(FLOATS, c, at)).intoArray(c, at);
    a1.add(FloatVector.fromArray(FLOATS, c, at + COUNT)).intoArray(c, at + COUNT);
    at += cRow;
    b0.add(FloatVector.fromArray(FLOATS, c, at)).intoArray(c, at);
    b1.add(FloatVector.fromArray(FLOATS, c, at + COUNT)).intoArray(c, at + COUNT);
    at += cRow;
    c0.add(FloatVector.fromArray(FLOATS, c, at)).intoArray(c, at);
    c1.add(FloatVector.fromArray(FLOATS, c, at + COUNT)).intoArray(c, at + COUNT);
    at += cRow;
    d0.add(FloatVector.fromArray(FLOATS, c, at)).intoArray(c, at);
    d1.add(FloatVector.fromArray(FLOATS, c, at + COUNT)).intoArray(c, at + COUNT);
    at += cRow;
    e0.add(FloatVector.fromArray(FLOATS, c, at)).intoArray(c, at);
    e1.add(FloatVector.fromArray(FLOATS, c, at + COUNT)).intoArray(c, at + COUNT);
    at += cRow;
    f0.add(FloatVector.fromArray(FLOATS, c, at)).intoArray(c, at);
    f1.add(FloatVector.fromArray(FLOATS, c, at + COUNT)).intoArray(c, at + COUNT);
  }

  /** Six rows times one vector of columns. */
  private static void sixByOne(
      float[] a,
      int aAt,
      int aRow,
      float[] b,
      int bAt,
      int bRow,
      float[] c,
      int cAt,
      int cRow,
      int depth) {
    FloatVector a0 = FloatVector.zero(FLOATS);
    FloatVector b0 = a0;
    FloatVector c0 = a0;
    FloatVector d0 = a0;
    FloatVector e0 = a0;
    FloatVector f0 = a0;
    int p = aAt, q = bAt;
    for (int k = 0; k < depth; k++, p++, q += bRow) {
      FloatVector x0 = FloatVector.fromArray(FLOATS, b, q);
      FloatVector w = FloatVector.broadcast(FLOATS, a[p]);
      a0 = w.fma(x0, a0);
      w = FloatVector.broadcast(FLOATS, a[p + aRow]);
      b0 = w.fma(x0, b0);
      w = FloatVector.broadcast(FLOATS, a[p + 2 * aRow]);
      c0 = w.fma(x0, c0);
      w = FloatVector.broadcast(FLOATS, a[p + 3 * aRow]);
      d0 = w.fma(x0, d0);
      w = FloatVector.broadcast(FLOATS, a[p + 4 * aRow]);
      e0 = w.fma(x0, e0);
      w = FloatVector.broadcast(FLOATS, a[p + 5 * aRow]);
      f0 = w.fma(x0, f0);
    }
    int at = cAt;
    a0.add(FloatVector.fromArray(FLOATS, c, at)).intoArray(c, at);
    at += cRow;
    b0.add(FloatVector.fromArray(FLOATS, c, at)).intoArray(c, at);
    at += cRow;
    c0.add(FloatVector.fromArray(FLOATS, c, at)).intoArray(c, at);
    at += cRow;
    d0.add(FloatVector.fromArray(FLOATS, c, at)).intoArray(c, at);
    at += cRow;
    e0.add(FloatVector.fromArray(FLOATS, c, at)).intoArray(c, at);
    at += cRow;
    f0.add(FloatVector.fromArray(FLOATS, c, at)).intoArray(c, at);
  }

  /** One row times one vector of columns. */
  private static void oneByOne(
      float[] a, int aAt, float[] b, int bAt, int bRow, float[] c, int cAt, int depth) {
    FloatVector s = FloatVector.zero(FLOATS);
    int p = aAt, q = bAt;
    for (int k = 0; k < depth; k++, p++, q += bRow) {
      s = FloatVector.fromArray(FLOATS, b, q).fma(FloatVector.broadcast(FLOATS, a[p]), s);
    }
    s.add(FloatVector.fromArray(FLOATS, c, cAt)).intoArray(c, cAt);
  }

  /** One row times four vectors of columns. */
  private static void oneByFour(
      float[] a, int aAt, float[] b, int bAt, int bRow, float[] c, int cAt, int depth) {
    FloatVector s0 = FloatVector.zero(FLOATS);
    FloatVector s1 = s0, s2 = s0, s3 = s0;
    int p = aAt, q = bAt;
    for (int k = 0; k < depth; k++, p++, q += bRow) {
      FloatVector w = FloatVector.broadcast(FLOATS, a[p]);
      s0 = w.fma(FloatVector.fromArray(FLOATS, b, q), s0);
      s1 = w.fma(FloatVector.fromArray(FLOATS, b, q + COUNT), s1);
      s2 = w.fma(FloatVector.fromArray(FLOATS, b, q + 2 * COUNT), s2);
      s3 = w.fma(FloatVector.fromArray(FLOATS, b, q + 3 * COUNT), s3);
    }
    int at = cAt;
    s0.add(FloatVector.fromArray(FLOATS, c, at)).intoArray(c, at);
    s1.add(FloatVector.fromArray(FLOATS, c, at + COUNT)).intoArray(c, at + COUNT);
    s2.add(FloatVector.fromArray(FLOATS, c, at + 2 * COUNT)).intoArray(c, at + 2 * COUNT);
    s3.add(FloatVector.fromArray(FLOATS, c, at + 3 * COUNT)).intoArray(c, at + 3 * COUNT);
  }
}
