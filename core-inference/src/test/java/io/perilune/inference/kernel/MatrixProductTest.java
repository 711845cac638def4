package io.perilune.inference.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Products and transpositions of float matrices: vector kernels equal scalar kernels. */
class MatrixProductTest {
  private static final int MARGIN = 3;
  private static final float TOLERANCE = 2e-6f;

  private final Kernels scalar = new ScalarKernels();
  private final Kernels vector = new VectorKernels();

  @Property(tries = 500)
  void productsAreAdded(
      @ForAll @IntRange(max = 20) int rows,
      @ForAll @IntRange(max = 150) int columns,
      @ForAll @IntRange(max = 37) int depth,
      @ForAll long seed) {
    Random random = new Random(seed);
    int aRow = depth + random.nextInt(3);
    int bRow = columns + random.nextInt(3);
    int cRow = columns + random.nextInt(3);
    float[] a = gaussians(MARGIN + (rows + 3) * (depth + 3), random);
    float[] b = gaussians(MARGIN + depth * bRow, random);
    float[] c = gaussians(MARGIN + rows * cRow + MARGIN, random);
    float[] expected = c.clone();
    scalar.addProduct(
        a, MARGIN, aRow, b, MARGIN, bRow, expected, MARGIN, cRow, rows, columns, depth);
    vector.addProduct(a, MARGIN, aRow, b, MARGIN, bRow, c, MARGIN, cRow, rows, columns, depth);
    for (int i = 0; i < c.length; i++) {
      assertEquals(expected[i], c[i], TOLERANCE * (depth + 1) * 4, "element " + i);
    }
  }

  @Property(tries = 300)
  void transposesExactly(
      @ForAll @IntRange(max = 40) int rows,
      @ForAll @IntRange(max = 40) int columns,
      @ForAll long seed) {
    Random random = new Random(seed);
    int xRow = columns + random.nextInt(3);
    int yRow = rows + random.nextInt(3);
    float[] x = gaussians(MARGIN + rows * xRow, random);
    float[] y = gaussians(MARGIN + columns * yRow + MARGIN, random);
    float[] expected = y.clone();
    scalar.transpose(x, MARGIN, xRow, expected, MARGIN, yRow, rows, columns);
    vector.transpose(x, MARGIN, xRow, y, MARGIN, yRow, rows, columns);
    assertArrayEquals(expected, y);
    for (int r = 0; r < rows; r++) {
      for (int j = 0; j < columns; j++) {
        assertEquals(x[MARGIN + r * xRow + j], y[MARGIN + j * yRow + r]);
      }
    }
  }

  private static float[] gaussians(int n, Random random) {
    float[] x = new float[n];
    for (int i = 0; i < n; i++) {
      x[i] = (float) random.nextGaussian();
    }
    return x;
  }
}
