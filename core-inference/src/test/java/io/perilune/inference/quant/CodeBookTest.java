package io.perilune.inference.quant;

import static org.junit.jupiter.api.Assertions.assertEquals;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.FloatRange;

class CodeBookTest {
  private static final float[] UNEVEN = {-127, -104, -83, -65, -49, -35, 1, 13, 25, 38, 53, 113};
  private static final float[] EVEN = {-4, -3, -2, -1, 0, 1, 2, 3};

  @Property
  void codesAreOfTheNearestValue(
      @ForAll @FloatRange(min = -150, max = 150) float weight,
      @ForAll @FloatRange(min = 0.5f, max = 20) float factor) {
    for (float[] values : new float[][] {UNEVEN, EVEN}) {
      for (float w : new float[] {weight, Math.nextDown(values[values.length - 1] * factor)}) {
        assertEquals(
            distance(w / factor, values[new CodeBook(values).nearest(w, factor)]),
            nearestDistance(w / factor, values));
      }
    }
  }

  private static float nearestDistance(float number, float[] values) {
    float least = Float.POSITIVE_INFINITY;
    for (float value : values) {
      least = Math.min(least, distance(number, value));
    }
    return least;
  }

  private static float distance(float a, float b) {
    return Math.abs(a - b);
  }
}
