package io.perilune.inference.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.perilune.gguf.GgmlType;
import io.perilune.inference.quant.WeightFormats;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;

/** Products of vector kernels equal those of scalar kernels but for rounding. */
class MultiplyTest {
  private static final double TOLERANCE = 1e-5;
  private static final float UNTOUCHED = 7;

  private final Kernels scalar = new ScalarKernels();
  private final Kernels vector = new VectorKernels();

  @Property(tries = 1000)
  void vectorEqualsScalar(
      @ForAll("types") GgmlType type,
      @ForAll("blocks") int blocks,
      @ForAll @IntRange(min = 1, max = 13) int rows,
      @ForAll("tokens") int tokens,
      @ForAll long seed) {
    Random random = new Random(seed);
    int columns = type.blockSize() == 1 ? blocks * 7 + random.nextInt(7) + 1 : cap(type, blocks);
    WeightMatrix w = RandomWeights.matrix(type, rows, columns, random);
    int rowFrom = random.nextInt(rows);
    int rowTo = rowFrom + random.nextInt(rows - rowFrom) + 1;
    int xOffset = random.nextInt(5);
    int yOffset = random.nextInt(5);
    Activations x = activations(tokens, xOffset + columns + random.nextInt(3), random);
    Activations expected = untouched(tokens, yOffset + rows);
    Activations actual = untouched(tokens, yOffset + rows);
    float[] tile = new float[Kernels.TILE];
    scalar.multiply(w, rowFrom, rowTo, x, xOffset, expected, yOffset, tokens, tile);
    vector.multiply(w, rowFrom, rowTo, x, xOffset, actual, yOffset, tokens, tile);
    float[] row = new float[columns];
    for (int t = 0; t < tokens; t++) {
      for (int r = -yOffset; r < rows; r++) {
        float want = expected.data()[expected.row(t) + yOffset + r];
        float got = actual.data()[actual.row(t) + yOffset + r];
        if (r < rowFrom || r >= rowTo) {
          assertEquals(UNTOUCHED, got, "row " + r + " was not asked for");
        } else {
          scalar.readRow(w, r, row, 0);
          double size = sumOfSizes(row, x.data(), x.row(t) + xOffset);
          assertTrue(
              Math.abs(want - got) <= TOLERANCE * size,
              () -> type + " " + columns + " columns: " + got + " instead of " + want);
        }
      }
    }
  }

  @Property(tries = 200)
  void aRowReadIsTheRowDecoded(
      @ForAll("types") GgmlType type, @ForAll("blocks") int blocks, @ForAll long seed) {
    Random random = new Random(seed);
    int columns = cap(type, blocks);
    WeightMatrix w = RandomWeights.matrix(type, 3, columns, random);
    float[] expected = new float[columns + 2];
    float[] actual = new float[columns + 2];
    WeightFormats.of(type).dequantise(w.data(), 2 * w.rowBytes(), 0, columns, expected, 1);
    vector.readRow(w, 2, actual, 1);
    assertTrue(Arrays.equals(expected, actual), () -> type + " " + columns + " columns");
  }

  @Provide
  Arbitrary<GgmlType> types() {
    return Arbitraries.of(GgmlType.values());
  }

  /** Blocks per row: around the steps of kernels, and beyond a panel and a tile. */
  @Provide
  Arbitrary<Integer> blocks() {
    return Arbitraries.frequencyOf(
        Tuple.of(20, Arbitraries.integers().between(1, 9)),
        Tuple.of(2, Arbitraries.of(31, 32, 33, 37, 131)));
  }

  @Provide
  Arbitrary<Integer> tokens() {
    return Arbitraries.frequencyOf(
        Tuple.of(3, Arbitraries.just(1)),
        Tuple.of(5, Arbitraries.of(2, 3, 4, 5, 7)),
        Tuple.of(1, Arbitraries.just(64)));
  }

  private static int cap(GgmlType type, int blocks) {
    return type.blockSize() * (type.blockSize() == 256 ? Math.min(blocks, 19) : blocks);
  }

  private static Activations activations(int tokens, int width, Random random) {
    Activations x = new Activations(tokens, width);
    for (int i = 0; i < x.data().length; i++) {
      x.data()[i] = (float) random.nextGaussian();
    }
    return x;
  }

  private static Activations untouched(int tokens, int width) {
    Activations y = new Activations(tokens, width);
    Arrays.fill(y.data(), UNTOUCHED);
    return y;
  }

  private static double sumOfSizes(float[] row, float[] x, int xOffset) {
    double sum = 0;
    for (int k = 0; k < row.length; k++) {
      sum += Math.abs((double) row[k] * x[xOffset + k]);
    }
    return sum;
  }
}
