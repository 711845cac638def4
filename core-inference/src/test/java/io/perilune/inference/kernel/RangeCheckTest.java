package io.perilune.inference.kernel;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.perilune.gguf.GgmlType;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A call that would leave its arrays or its segment is refused before anything is written. */
class RangeCheckTest {
  private static final int ROWS = 5;
  private static final int COLUMNS = 64;

  private final WeightMatrix w = RandomWeights.matrix(GgmlType.Q8_0, ROWS, COLUMNS, new Random(1));
  private final Activations x = new Activations(2, COLUMNS);
  private final Activations y = new Activations(2, ROWS);
  private final float[] tile = new float[Kernels.TILE];
  private final float[] eight = new float[8];
  private final MemorySegment memory = Arena.ofAuto().allocate(16);

  static List<Kernels> all() {
    return List.of(new ScalarKernels(), new VectorKernels());
  }

  @ParameterizedTest
  @MethodSource("all")
  void rowsLieInTheMatrix(Kernels k) {
    refused(() -> k.multiply(w, -1, 1, x, 0, y, 1, 1, tile));
    refused(() -> k.multiply(w, 0, ROWS + 1, x, 0, y, 0, 1, tile));
    refused(() -> k.multiply(w, 3, 2, x, 0, y, 0, 1, tile));
    refused(() -> k.readRow(w, ROWS, new float[COLUMNS], 0));
    refused(() -> k.readRow(w, 0, new float[COLUMNS], 1));
  }

  @ParameterizedTest
  @MethodSource("all")
  void activationsLieInTheirRows(Kernels k) {
    refused(() -> k.multiply(w, 0, ROWS, x, 1, y, 0, 1, tile));
    refused(() -> k.multiply(w, 0, ROWS, x, -1, y, 0, 1, tile));
    refused(() -> k.multiply(w, 0, ROWS, x, 0, y, 1, 1, tile));
    refused(() -> k.multiply(w, 0, ROWS, x, 0, y, -1, 1, tile));
    refused(() -> k.multiply(w, 0, ROWS, x, 0, y, 0, 3, tile));
    refused(() -> k.multiply(w, 0, ROWS, x.from(1), 0, y, 0, 2, tile));
    refused(() -> k.multiply(w, 0, ROWS, x, 0, y.from(1), 0, 2, tile));
    refused(() -> k.multiply(w, 0, ROWS, x, 0, y, 0, 0, tile));
    refused(() -> k.multiply(w, 0, ROWS, x, 0, y, 0, Integer.MAX_VALUE, tile));
  }

  @ParameterizedTest
  @MethodSource("all")
  void decodedPartsLieInTheRow(Kernels k) {
    refused(() -> k.decode(w, 0, COLUMNS, 32, new float[COLUMNS], 0));
    refused(() -> k.decode(w, 0, 32, COLUMNS, new float[COLUMNS], 0));
    refused(() -> k.decode(w, 0, 16, 32, new float[COLUMNS], 0));
    refused(() -> k.decode(w, 0, 0, 33, new float[COLUMNS], 0));
    refused(() -> k.decode(w, 0, -32, 32, new float[COLUMNS], 0));
    refused(() -> k.decode(w, 0, 0, 32, new float[31], 0));
  }

  @ParameterizedTest
  @MethodSource("all")
  void matricesLieInTheirArrays(Kernels k) {
    float[] six = new float[6];
    refused(() -> k.addProduct(six, 1, 3, six, 0, 2, six, 0, 2, 2, 2, 3));
    refused(() -> k.addProduct(six, 0, 3, six, 1, 2, six, 0, 2, 2, 2, 3));
    refused(() -> k.addProduct(six, 0, 3, six, 0, 2, six, 3, 2, 2, 2, 3));
    refused(() -> k.addProduct(six, -1, 3, six, 0, 2, six, 0, 2, 2, 2, 3));
    refused(() -> k.addProduct(six, 0, Integer.MAX_VALUE, six, 0, 2, six, 0, 2, 2, 2, 3));
    refused(() -> k.addProduct(six, 0, 3, six, 0, 2, six, 0, 2, -1, 2, 3));
    refused(() -> k.transpose(six, 1, 3, six, 0, 2, 2, 3));
    refused(() -> k.transpose(six, 0, 3, six, 1, 2, 2, 3));
    refused(() -> k.transpose(six, 0, 3, six, 0, Integer.MAX_VALUE, 2, 3));
  }

  @ParameterizedTest
  @MethodSource("all")
  void theTileIsLargeEnough(Kernels k) {
    assertThrows(
        IllegalArgumentException.class,
        () -> k.multiply(w, 0, 1, x, 0, y, 0, 1, new float[Kernels.TILE - 1]));
  }

  @ParameterizedTest
  @MethodSource("all")
  void arraysAreLargeEnough(Kernels k) {
    refused(() -> k.addScaled(1, eight, 0, eight, 4, 5));
    refused(() -> k.scale(1, eight, 0, 9));
    refused(() -> k.scale(1, eight, Integer.MAX_VALUE, 9));
    refused(() -> k.rmsNorm(eight, 0, new float[7], 1, eight, 0, 8));
    refused(() -> k.swiglu(eight, 0, eight, -1, 8));
    refused(() -> k.expSum(eight, 0, -1, 0));
    refused(() -> k.max(eight, 8, 1));
  }

  @ParameterizedTest
  @MethodSource("all")
  void halfFloatsLieInTheSegment(Kernels k) {
    refused(() -> k.fromHalf(memory, 1, eight, 0, 8));
    refused(() -> k.fromHalf(memory, -1, eight, 0, 1));
    refused(() -> k.toHalf(eight, 0, memory, Long.MAX_VALUE, 1));
    refused(() -> k.toHalf(eight, 1, memory, 0, 8));
    assertThrows(
        IllegalArgumentException.class,
        () -> k.fromHalf(MemorySegment.ofArray(new byte[16]), 0, eight, 0, 8));
  }

  @ParameterizedTest
  @MethodSource("all")
  void groupsOfBytesLieInTheSegment(Kernels k) {
    float[] group = new float[32];
    MemorySegment large = Arena.ofAuto().allocate(34);
    refused(() -> k.fromQ8_0(memory, 0, group, 0, 32));
    refused(() -> k.fromQ8_0(large, 1, group, 0, 32));
    refused(() -> k.fromQ8_0(large, 0, group, 1, 32));
    refused(() -> k.fromQ8_0(large, 0, group, 0, -32));
    refused(() -> k.toQ8_0(group, 0, memory, 0, 32));
    refused(() -> k.toQ8_0(group, 1, large, 0, 32));
    refused(() -> k.toQ8_0(group, 0, large, -1, 32));
  }

  private void refused(Executable call) {
    assertThrows(IndexOutOfBoundsException.class, call);
    for (float value : y.data()) {
      assertTrue(value == 0);
    }
  }
}
