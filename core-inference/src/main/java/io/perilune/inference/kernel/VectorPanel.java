package io.perilune.inference.kernel;

import static io.perilune.inference.kernel.Lanes.FLOATS;
import static jdk.incubator.vector.VectorOperators.ADD;

import jdk.incubator.vector.FloatVector;

/**
 * Products of a panel of {@value #ROWS} decoded rows with activation vectors. The lanes run along
 * the rows; each method adds to {@code y}, where row {@code r} of the panel and token {@code t}
 * meet at {@code yOffset + t * yWidth + r}, and covers the elements up to the last whole vector.
 */
final class VectorPanel {
  static final int ROWS = 4;
  static final int TOKENS = 4;

  private VectorPanel() {}

  /** All rows times {@value #TOKENS} tokens: each value loaded is used four times. */
  static void addFourTokens(
      float[] panel,
      int stride,
      int n,
      float[] x,
      int xOffset,
      int xWidth,
      float[] y,
      int yOffset,
      int yWidth) {
    FloatVector a0 = FloatVector.zero(FLOATS);
    FloatVector a1 = a0, a2 = a0, a3 = a0;
    FloatVector b0 = a0, b1 = a0, b2 = a0, b3 = a0;
    FloatVector c0 = a0, c1 = a0, c2 = a0, c3 = a0;
    FloatVector d0 = a0, d1 = a0, d2 = a0, d3 = a0;
    int xA = xOffset, xB = xA + xWidth, xC = xB + xWidth, xD = xC + xWidth;
    for (int k = 0; k <= n - Lanes.COUNT; k += Lanes.COUNT) {
      FloatVector a = FloatVector.fromArray(FLOATS, x, xA + k);
      FloatVector b = FloatVector.fromArray(FLOATS, x, xB + k);
      FloatVector c = FloatVector.fromArray(FLOATS, x, xC + k);
      FloatVector d = FloatVector.fromArray(FLOATS, x, xD + k);
      FloatVector w = FloatVector.fromArray(FLOATS, panel, k);
      a0 = w.fma(a, a0);
      b0 = w.fma(b, b0);
      c0 = w.fma(c, c0);
      d0 = w.fma(d, d0);
      w = FloatVector.fromArray(FLOATS, panel, stride + k);
      a1 = w.fma(a, a1);
      b1 = w.fma(b, b1);
      c1 = w.fma(c, c1);
      d1 = w.fma(d, d1);
      w = FloatVector.fromArray(FLOATS, panel, 2 * stride + k);
      a2 = w.fma(a, a2);
      b2 = w.fma(b, b2);
      c2 = w.fma(c, c2);
      d2 = w.fma(d, d2);
      w = FloatVector.fromArray(FLOATS, panel, 3 * stride + k);
      a3 = w.fma(a, a3);
      b3 = w.fma(b, b3);
      c3 = w.fma(c, c3);
      d3 = w.fma(d, d3);
    }
    int at = yOffset;
    y[at] += a0.reduceLanes(ADD);
    y[at + 1] += a1.reduceLanes(ADD);
    y[at + 2] += a2.reduceLanes(ADD);
    y[at + 3] += a3.reduceLanes(ADD);
    at += yWidth;
    y[at] += b0.reduceLanes(ADD);
    y[at + 1] += b1.reduceLanes(ADD);
    y[at + 2] += b2.reduceLanes(ADD);
    y[at + 3] += b3.reduceLanes(ADD);
    at += yWidth;
    y[at] += c0.reduceLanes(ADD);
    y[at + 1] += c1.reduceLanes(ADD);
    y[at + 2] += c2.reduceLanes(ADD);
    y[at + 3] += c3.reduceLanes(ADD);
    at += yWidth;
    y[at] += d0.reduceLanes(ADD);
    y[at + 1] += d1.reduceLanes(ADD);
    y[at + 2] += d2.reduceLanes(ADD);
    y[at + 3] += d3.reduceLanes(ADD);
  }

  /** All rows times one token. */
  static void addOneToken(
      float[] panel, int stride, int n, float[] x, int xOffset, float[] y, int yOffset) {
    FloatVector a0 = FloatVector.zero(FLOATS);
    FloatVector a1 = a0, a2 = a0, a3 = a0;
    for (int k = 0; k <= n - Lanes.COUNT; k += Lanes.COUNT) {
      FloatVector a = FloatVector.fromArray(FLOATS, x, xOffset + k);
      a0 = FloatVector.fromArray(FLOATS, panel, k).fma(a, a0);
      a1 = FloatVector.fromArray(FLOATS, panel, stride + k).fma(a, a1);
      a2 = FloatVector.fromArray(FLOATS, panel, 2 * stride + k).fma(a, a2);
      a3 = FloatVector.fromArray(FLOATS, panel, 3 * stride + k).fma(a, a3);
    }
    y[yOffset] += a0.reduceLanes(ADD);
    y[yOffset + 1] += a1.reduceLanes(ADD);
    y[yOffset + 2] += a2.reduceLanes(ADD);
    y[yOffset + 3] += a3.reduceLanes(ADD);
  }
}
