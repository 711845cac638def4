package io.perilune.inference.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Operations on activations: vector kernels equal scalar kernels but for rounding. */
class ElementwiseTest {
  private static final int MARGIN = 3;
  private static final float TOLERANCE = 2e-6f;

  private final Kernels scalar = new ScalarKernels();
  private final Kernels vector = new VectorKernels();

  @Property
  void addScaled(@ForAll @IntRange(max = 211) int n, @ForAll long seed) {
    Random random = new Random(seed);
    float[] x = gaussians(n, 1, random);
    float[] y = gaussians(n, 1, random);
    float factor = (float) random.nextGaussian();
    float[] expected = y.clone();
    scalar.addScaled(factor, x, MARGIN, expected, MARGIN, n);
    vector.addScaled(factor, x, MARGIN, y, MARGIN, n);
    assertClose(expected, y);
  }

  @Property
  void scale(@ForAll @IntRange(max = 211) int n, @ForAll long seed) {
    Random random = new Random(seed);
    float[] y = gaussians(n, 1, random);
    float factor = (float) random.nextGaussian();
    float[] expected = y.clone();
    scalar.scale(factor, expected, MARGIN, n);
    vector.scale(factor, y, MARGIN, n);
    assertClose(expected, y);
  }

  @Property
  void rmsNormInPlaceAndNot(
      @ForAll @IntRange(min = 1, max = 211) int n, @ForAll boolean inPlace, @ForAll long seed) {
    Random random = new Random(seed);
    float[] x = gaussians(n, 3, random);
    float[] weight = gaussians(n, 1, random);
    float[] expected = inPlace ? x.clone() : new float[x.length];
    scalar.rmsNorm(inPlace ? expected : x, MARGIN, weight, 1e-6f, expected, MARGIN, n);
    float[] actual = inPlace ? x : new float[x.length];
    vector.rmsNorm(x, MARGIN, weight, 1e-6f, actual, MARGIN, n);
    assertClose(expected, actual);
  }

  @Property
  void swiglu(
      @ForAll @IntRange(max = 211) int n,
      @ForAll @IntRange(min = 1, max = 100) int spread,
      @ForAll long seed) {
    Random random = new Random(seed);
    float[] gate = gaussians(n, spread, random);
    float[] up = gaussians(n, 1, random);
    float[] expected = gate.clone();
    scalar.swiglu(expected, MARGIN, up, MARGIN, n);
    vector.swiglu(gate, MARGIN, up, MARGIN, n);
    assertClose(expected, gate);
  }

  @Property
  void expSum(
      @ForAll @IntRange(max = 211) int n,
      @ForAll @IntRange(min = 1, max = 100) int spread,
      @ForAll long seed) {
    float[] x = gaussians(n, spread, new Random(seed));
    float max = scalar.max(x, MARGIN, n);
    float[] expected = x.clone();
    float expectedSum = scalar.expSum(expected, MARGIN, n, max);
    float sum = vector.expSum(x, MARGIN, n, max);
    assertClose(expected, x);
    assertEquals(expectedSum, sum, TOLERANCE * expectedSum);
  }

  @Example
  void masksVanishInExpSum() {
    for (Kernels kernels : new Kernels[] {scalar, vector}) {
      float[] x = new float[37];
      for (int i = 1; i < x.length; i++) {
        x[i] = i % 2 == 0 ? Float.NEGATIVE_INFINITY : -1000;
      }
      assertEquals(1, kernels.expSum(x, 0, x.length, 0));
      assertEquals(1, x[0]);
      assertEquals(0, kernels.max(x, 1, x.length - 1));
    }
  }

  @Example
  void notANumberIsNotHidden() {
    for (Kernels kernels : new Kernels[] {scalar, vector}) {
      for (int bad = 0; bad < 37; bad++) {
        float[] x = new float[37];
        x[bad] = Float.NaN;
        assertTrue(Float.isNaN(kernels.max(x, 0, x.length)));
        assertTrue(Float.isNaN(kernels.expSum(x.clone(), 0, x.length, 0)));
        kernels.swiglu(x, 0, new float[37], 0, x.length);
        assertTrue(Float.isNaN(x[bad]));
      }
    }
  }

  @Property
  void max(@ForAll @IntRange(max = 211) int n, @ForAll long seed) {
    float[] x = gaussians(n, 1, new Random(seed));
    assertEquals(scalar.max(x, MARGIN, n), vector.max(x, MARGIN, n));
  }

  @Example
  void eachHalfFloatIsReadAndWrittenExactly() {
    int all = 1 << 16;
    MemorySegment halves = Arena.ofAuto().allocate(2L * all + 1);
    for (int i = 0; i < all; i++) {
      halves.set(ValueLayout.JAVA_SHORT_UNALIGNED, 1 + 2L * i, (short) i);
    }
    for (Kernels kernels : new Kernels[] {scalar, vector}) {
      float[] floats = new float[all + 1];
      kernels.fromHalf(halves, 1, floats, 1, all);
      for (int i = 0; i < all; i++) {
        assertEquals(Float.float16ToFloat((short) i), floats[i + 1]);
      }
      MemorySegment back = Arena.ofAuto().allocate(2L * all + 1);
      kernels.toHalf(floats, 1, back, 1, all);
      for (int i = 0; i < all; i++) {
        short written = back.get(ValueLayout.JAVA_SHORT_UNALIGNED, 1 + 2L * i);
        boolean nan = Float.isNaN(floats[i + 1]);
        assertTrue(nan ? Float.isNaN(Float.float16ToFloat(written)) : written == (short) i);
      }
    }
  }

  @Property
  void toHalfRoundsToNearestEven(@ForAll @IntRange(max = 67) int n, @ForAll long seed) {
    float[] x = gaussians(n, 1000, new Random(seed));
    MemorySegment halves = Arena.ofAuto().allocate(2L * n);
    vector.toHalf(x, MARGIN, halves, 0, n);
    for (int i = 0; i < n; i++) {
      assertEquals(
          Float.floatToFloat16(x[MARGIN + i]),
          halves.get(ValueLayout.JAVA_SHORT_UNALIGNED, 2L * i));
    }
  }

  /** {@code n} values with some before and after them that must stay as they are. */
  private static float[] gaussians(int n, float spread, Random random) {
    float[] values = new float[n + 2 * MARGIN];
    for (int i = 0; i < values.length; i++) {
      values[i] = spread * (float) random.nextGaussian();
    }
    return values;
  }

  private static void assertClose(float[] expected, float[] actual) {
    for (int i = 0; i < expected.length; i++) {
      assertEquals(expected[i], actual[i], TOLERANCE * (Math.abs(expected[i]) + 1));
    }
  }
}
