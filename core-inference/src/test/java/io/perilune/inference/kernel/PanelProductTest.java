package io.perilune.inference.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.perilune.gguf.GgmlType;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** Products by panels equal those token by token, for any number of tokens and rows. */
class PanelProductTest {
  private static final double TOLERANCE = 1e-5;
  private static final float UNTOUCHED = 7;

  private final Kernels scalar = new ScalarKernels();

  @Property(tries = 150)
  void equalsTheProductOfEachToken(
      @ForAll("types") GgmlType type,
      @ForAll("columns") int columns,
      @ForAll @IntRange(min = 1, max = 210) int rows,
      @ForAll("tokens") int tokens,
      @ForAll boolean vectors,
      @ForAll long seed) {
    Random random = new Random(seed);
    Kernels kernels = vectors ? new VectorKernels() : scalar;
    int width = type.blockSize() * Math.max(1, columns / type.blockSize());
    WeightMatrix w = RandomWeights.matrix(type, rows, width, random);
    int rowFrom = random.nextInt(rows);
    int rowTo = rowFrom + random.nextInt(rows - rowFrom) + 1;
    int xOffset = random.nextInt(3);
    int yOffset = random.nextInt(3);
    int offset = random.nextInt(5);
    Activations x = new Activations(tokens, xOffset + width + 1);
    for (int i = 0; i < x.data().length; i++) {
      x.data()[i] = (float) random.nextGaussian();
    }
    float[] panels = new float[offset + PanelProduct.floats(tokens, width)];
    Arrays.fill(panels, Float.NaN);
    for (int first = 0; first < tokens; first += PanelProduct.PADDING) {
      PanelProduct.rearrange(kernels, x, xOffset, width, tokens, first, panels, offset);
    }
    Activations expected = untouched(tokens, yOffset + rows);
    Activations actual = untouched(tokens, yOffset + rows);
    float[] tile = new float[Kernels.TILE];
    scalar.multiply(w, rowFrom, rowTo, x, xOffset, expected, yOffset, tokens, tile);
    PanelProduct.multiply(
        kernels, w, rowFrom, rowTo, panels, offset, actual, yOffset, tokens, tile);
    float[] row = new float[width];
    for (int r = -yOffset; r < rows; r++) {
      boolean asked = r >= rowFrom && r < rowTo;
      double size = asked ? sumOfSizes(w, r, row) : 0;
      for (int t = 0; t < tokens; t++) {
        float want = expected.data()[expected.row(t) + yOffset + r];
        float got = actual.data()[actual.row(t) + yOffset + r];
        if (!(Math.abs(want - got) <= TOLERANCE * size)) {
          throw new AssertionError(
              type + ", row " + r + ", token " + t + ": " + got + " instead of " + want);
        }
      }
    }
  }

  private double sumOfSizes(WeightMatrix w, int r, float[] row) {
    scalar.readRow(w, r, row, 0);
    double sum = 0;
    for (float weight : row) {
      sum += Math.abs(weight);
    }
    return sum;
  }

  @Property(tries = 100)
  void roomIsInWholePaddings(
      @ForAll @IntRange(min = 1, max = 5000) int tokens,
      @ForAll @IntRange(min = 1, max = 9000) int width) {
    int floats = PanelProduct.floats(tokens, width);
    assertEquals(0, floats % (PanelProduct.PADDING * width));
    assertTrue(floats >= tokens * width && floats < (tokens + PanelProduct.PADDING) * width);
  }

  private static Activations untouched(int tokens, int width) {
    Activations y = new Activations(tokens, width);
    Arrays.fill(y.data(), UNTOUCHED);
    return y;
  }

  @Provide
  Arbitrary<GgmlType> types() {
    return Arbitraries.of(
        List.of(GgmlType.F32, GgmlType.BF16, GgmlType.Q8_0, GgmlType.Q4_0, GgmlType.Q4_K));
  }

  /** Around slabs and panels. */
  @Provide
  Arbitrary<Integer> columns() {
    return Arbitraries.of(32, 96, 128, 160, 256, 288, 511, 512, 768, 800);
  }

  /** Around paddings and blocks, and beyond a run. */
  @Provide
  Arbitrary<Integer> tokens() {
    return Arbitraries.of(1, 9, 15, 16, 17, 31, 48, 63, 64, 65, 80, 127, 130, 511, 513, 530);
  }
}
