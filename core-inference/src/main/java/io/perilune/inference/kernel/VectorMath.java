package io.perilune.inference.kernel;

import static io.perilune.inference.kernel.Lanes.FLOATS;
import static jdk.incubator.vector.VectorOperators.ADD;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.MAX;

import jdk.incubator.vector.FloatVector;

/** Vector loops over arrays of activations; the caller has checked all ranges. */
final class VectorMath {
  // exp(v) = 2^n * exp(r), n the integer next to v / ln 2, |r| <= ln 2 / 2. The exponential of r is
  // a minimax polynomial with a relative error of about 1e-7.
  private static final float LOG2_E = 1.44269504f;
  private static final float LN2_HIGH = 0.693359375f; // few bits: its product with n is exact
  private static final float LN2_LOW = -2.12194440e-4f;
  private static final float P5 = 1.9875691500e-4f;
  private static final float P4 = 1.3981999507e-3f;
  private static final float P3 = 8.3334519073e-3f;
  private static final float P2 = 4.1665795894e-2f;
  private static final float P1 = 1.6666665459e-1f;
  private static final float P0 = 0.5f;
  private static final float EXP_LOWEST = -87.3f; // below it results are 0
  private static final float EXP_HIGHEST = 88.3f; // above it they stay at its exponential
  // Added to a float, rounds it to an integer, which is then in the low bits of the sum.
  private static final float ROUNDING = 0x1.8p23f;

  private VectorMath() {}

  static float dot(float[] a, int aOffset, float[] b, int bOffset, int n) {
    FloatVector s = FloatVector.zero(FLOATS);
    FloatVector t = s, u = s, v = s;
    int i = 0;
    for (; i <= n - 4 * Lanes.COUNT; i += 4 * Lanes.COUNT) {
      int p = aOffset + i;
      int q = bOffset + i;
      s = FloatVector.fromArray(FLOATS, a, p).fma(FloatVector.fromArray(FLOATS, b, q), s);
      t =
          FloatVector.fromArray(FLOATS, a, p + Lanes.COUNT)
              .fma(FloatVector.fromArray(FLOATS, b, q + Lanes.COUNT), t);
      u =
          FloatVector.fromArray(FLOATS, a, p + 2 * Lanes.COUNT)
              .fma(FloatVector.fromArray(FLOATS, b, q + 2 * Lanes.COUNT), u);
      v =
          FloatVector.fromArray(FLOATS, a, p + 3 * Lanes.COUNT)
              .fma(FloatVector.fromArray(FLOATS, b, q + 3 * Lanes.COUNT), v);
    }
    for (; i <= n - Lanes.COUNT; i += Lanes.COUNT) {
      s =
          FloatVector.fromArray(FLOATS, a, aOffset + i)
              .fma(FloatVector.fromArray(FLOATS, b, bOffset + i), s);
    }
    float sum = s.add(t).add(u.add(v)).reduceLanes(ADD);
    for (; i < n; i++) {
      sum += a[aOffset + i] * b[bOffset + i];
    }
    return sum;
  }

  static void addScaled(float factor, float[] x, int xOffset, float[] y, int yOffset, int n) {
    FloatVector factors = FloatVector.broadcast(FLOATS, factor);
    int i = 0;
    for (; i <= n - Lanes.COUNT; i += Lanes.COUNT) {
      FloatVector.fromArray(FLOATS, x, xOffset + i)
          .fma(factors, FloatVector.fromArray(FLOATS, y, yOffset + i))
          .intoArray(y, yOffset + i);
    }
    for (; i < n; i++) {
      y[yOffset + i] += factor * x[xOffset + i];
    }
  }

  static void scale(float factor, float[] y, int yOffset, int n) {
    int i = 0;
    for (; i <= n - Lanes.COUNT; i += Lanes.COUNT) {
      FloatVector.fromArray(FLOATS, y, yOffset + i).mul(factor).intoArray(y, yOffset + i);
    }
    for (; i < n; i++) {
      y[yOffset + i] *= factor;
    }
  }

  /** {@code y[yOffset + i] = x[xOffset + i] * factor * weight[i]}. */
  static void multiplyScaled(
      float factor, float[] x, int xOffset, float[] weight, float[] y, int yOffset, int n) {
    int i = 0;
    for (; i <= n - Lanes.COUNT; i += Lanes.COUNT) {
      FloatVector.fromArray(FLOATS, x, xOffset + i)
          .mul(factor)
          .mul(FloatVector.fromArray(FLOATS, weight, i))
          .intoArray(y, yOffset + i);
    }
    for (; i < n; i++) {
      y[yOffset + i] = x[xOffset + i] * factor * weight[i];
    }
  }

  static void swiglu(float[] gate, int gateOffset, float[] up, int upOffset, int n) {
    int i = 0;
    for (; i <= n - Lanes.COUNT; i += Lanes.COUNT) {
      FloatVector g = FloatVector.fromArray(FLOATS, gate, gateOffset + i);
      FloatVector v = g.neg().max(EXP_LOWEST).min(EXP_HIGHEST);
      FloatVector shifted = v.mul(LOG2_E).add(ROUNDING);
      FloatVector whole = shifted.sub(ROUNDING);
      FloatVector r = whole.fma(FloatVector.broadcast(FLOATS, -LN2_HIGH), v);
      r = whole.fma(FloatVector.broadcast(FLOATS, -LN2_LOW), r);
      FloatVector p = FloatVector.broadcast(FLOATS, P5).fma(r, FloatVector.broadcast(FLOATS, P4));
      p = p.fma(r, FloatVector.broadcast(FLOATS, P3)).fma(r, FloatVector.broadcast(FLOATS, P2));
      p = p.fma(r, FloatVector.broadcast(FLOATS, P1)).fma(r, FloatVector.broadcast(FLOATS, P0));
      p = p.fma(r.mul(r), r.add(1f));
      FloatVector power =
          shifted.reinterpretAsInts().lanewise(LSHL, 23).add(0x3f800000).reinterpretAsFloats();
      g.div(p.fma(power, FloatVector.broadcast(FLOATS, 1f)))
          .mul(FloatVector.fromArray(FLOATS, up, upOffset + i))
          .intoArray(gate, gateOffset + i);
    }
    for (; i < n; i++) {
      float v = gate[gateOffset + i];
      gate[gateOffset + i] = (float) (v / (1 + Math.exp(-v))) * up[upOffset + i];
    }
  }

  static float expSum(float[] x, int offset, int n, float max) {
    FloatVector sums = FloatVector.zero(FLOATS);
    int i = 0;
    for (; i <= n - Lanes.COUNT; i += Lanes.COUNT) {
      FloatVector difference = FloatVector.fromArray(FLOATS, x, offset + i).sub(max);
      FloatVector v = difference.max(EXP_LOWEST).min(EXP_HIGHEST);
      FloatVector shifted = v.mul(LOG2_E).add(ROUNDING);
      FloatVector whole = shifted.sub(ROUNDING);
      FloatVector r = whole.fma(FloatVector.broadcast(FLOATS, -LN2_HIGH), v);
      r = whole.fma(FloatVector.broadcast(FLOATS, -LN2_LOW), r);
      FloatVector p = FloatVector.broadcast(FLOATS, P5).fma(r, FloatVector.broadcast(FLOATS, P4));
      p = p.fma(r, FloatVector.broadcast(FLOATS, P3)).fma(r, FloatVector.broadcast(FLOATS, P2));
      p = p.fma(r, FloatVector.broadcast(FLOATS, P1)).fma(r, FloatVector.broadcast(FLOATS, P0));
      p = p.fma(r.mul(r), r.add(1f));
      FloatVector power =
          shifted.reinterpretAsInts().lanewise(LSHL, 23).add(0x3f800000).reinterpretAsFloats();
      FloatVector e = p.mul(power).blend(0f, difference.lt(EXP_LOWEST));
      e.intoArray(x, offset + i);
      sums = sums.add(e);
    }
    float sum = sums.reduceLanes(ADD);
    for (; i < n; i++) {
      float e = (float) Math.exp(x[offset + i] - max);
      x[offset + i] = e;
      sum += e;
    }
    return sum;
  }

  static float max(float[] x, int offset, int n) {
    FloatVector maxima = FloatVector.broadcast(FLOATS, Float.NEGATIVE_INFINITY);
    int i = 0;
    for (; i <= n - Lanes.COUNT; i += Lanes.COUNT) {
      maxima = maxima.max(FloatVector.fromArray(FLOATS, x, offset + i));
    }
    float max = maxima.reduceLanes(MAX);
    for (; i < n; i++) {
      max = Math.max(max, x[offset + i]);
    }
    return max;
  }
}
