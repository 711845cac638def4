package io.perilune.inference.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.perilune.gguf.GgmlType;
import io.perilune.inference.quant.WeightEncoders;
import io.perilune.inference.quant.WeightFormats;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Activations in groups of bytes: both kernels, and the codec of weights, agree to the bit. */
class ByteGroupsTest {
  private static final int GROUP = 32;
  private static final int GROUP_BYTES = 34;

  /** Half a step of the codes, and what rounding the scale to a half float adds at the far end. */
  private static final float ERROR = 1 / 254f + 1 / 2048f;

  private final Kernels scalar = new ScalarKernels();
  private final Kernels vector = new VectorKernels();

  @Property(tries = 300)
  void agreesWithTheCodecOfWeights(
      @ForAll @IntRange(max = 21) int groups,
      @ForAll @IntRange(min = -30, max = 20) int exponent,
      @ForAll long seed) {
    int n = groups * GROUP;
    float[] x = values(n, exponent, new Random(seed));
    MemorySegment expected = Arena.ofAuto().allocate((long) groups * GROUP_BYTES + 1);
    WeightEncoders.of(GgmlType.Q8_0).encode(x, 0, n, expected, 1);
    float[] decoded = new float[n];
    WeightFormats.of(GgmlType.Q8_0).dequantise(expected, 1, 0, n, decoded, 0);
    for (Kernels kernels : new Kernels[] {scalar, vector}) {
      MemorySegment actual = Arena.ofAuto().allocate((long) groups * GROUP_BYTES + 1);
      kernels.toQ8_0(x, 0, actual, 1, n);
      assertArrayEquals(
          expected.toArray(ValueLayout.JAVA_BYTE), actual.toArray(ValueLayout.JAVA_BYTE));
      float[] back = new float[n + 5];
      kernels.fromQ8_0(actual, 1, back, 3, n);
      for (int i = 0; i < n; i++) {
        assertEquals(decoded[i], back[3 + i]);
      }
      assertEquals(0, back[2]);
      assertEquals(0, back[3 + n]);
    }
  }

  @Property(tries = 300)
  void theErrorIsSmallAgainstTheLargestOfAGroup(
      @ForAll @IntRange(min = -4, max = 15) int exponent, @ForAll long seed) {
    float[] x = values(GROUP, exponent, new Random(seed));
    float largest = 0;
    for (float value : x) {
      largest = Math.max(largest, Math.abs(value));
    }
    float[] back = roundTrip(scalar, x);
    for (int i = 0; i < GROUP; i++) {
      assertEquals(x[i], back[i], ERROR * largest);
    }
  }

  @Example
  void whatHasNoCodeMakesItsGroupNan() {
    float tooLarge = 128 * 65504f;
    for (Kernels kernels : new Kernels[] {scalar, vector}) {
      for (float bad : new float[] {Float.NaN, Float.NEGATIVE_INFINITY, tooLarge}) {
        float[] x = values(2 * GROUP, 0, new Random(1));
        x[GROUP + 7] = bad;
        float[] back = roundTrip(kernels, x);
        for (int i = 0; i < GROUP; i++) {
          assertTrue(Float.isFinite(back[i]));
          assertTrue(Float.isNaN(back[GROUP + i]));
        }
      }
    }
  }

  @Example
  void zerosStayZeros() {
    assertArrayEquals(new float[GROUP], roundTrip(vector, new float[GROUP]));
  }

  @Example
  void partsOfGroupsAreRefused() {
    MemorySegment memory = Arena.ofAuto().allocate(GROUP_BYTES);
    float[] x = new float[GROUP];
    for (Kernels kernels : new Kernels[] {scalar, vector}) {
      assertThrows(IllegalArgumentException.class, () -> kernels.toQ8_0(x, 0, memory, 0, 31));
      assertThrows(IllegalArgumentException.class, () -> kernels.fromQ8_0(memory, 0, x, 0, 31));
    }
  }

  private static float[] roundTrip(Kernels kernels, float[] x) {
    MemorySegment memory = Arena.ofAuto().allocate((long) x.length / GROUP * GROUP_BYTES);
    kernels.toQ8_0(x, 0, memory, 0, x.length);
    float[] back = new float[x.length];
    kernels.fromQ8_0(memory, 0, back, 0, x.length);
    return back;
  }

  /** Gaussians times a power of two; some are zero and some stand half way between two codes. */
  private static float[] values(int n, int exponent, Random random) {
    float[] values = new float[n];
    for (int i = 0; i < n; i++) {
      float value =
          switch (random.nextInt(8)) {
            case 0 -> 0;
            case 1 -> (random.nextInt(255) - 127 + 0.5f) / 127;
            case 2 -> 1;
            default -> (float) random.nextGaussian();
          };
      values[i] = Math.scalb(value, exponent);
    }
    return values;
  }
}
