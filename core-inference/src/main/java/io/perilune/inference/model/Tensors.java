package io.perilune.inference.model;

import io.perilune.gguf.GgmlType;
import io.perilune.gguf.GgufFile;
import io.perilune.gguf.GgufFormatException;
import io.perilune.gguf.TensorInfo;
import io.perilune.inference.kernel.Kernels;
import io.perilune.inference.kernel.WeightMatrix;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A file's tensors as matrices and vectors, each checked against the shape that the
 * hyper-parameters call for. Keeps count of what was used: a tensor that a model's graph does not
 * know of would otherwise make its results silently wrong.
 */
final class Tensors {
  private static final int MAX_DIMENSIONS = 4;

  private final GgufFile file;
  private final Kernels kernels;
  private final Set<String> used = new HashSet<>();

  Tensors(GgufFile file, Kernels kernels) {
    this.file = file;
    this.kernels = kernels;
  }

  boolean contains(String name) {
    return file.tensor(name).isPresent();
  }

  /** A matrix; the file gives its shape as {@code [columns, rows]}. */
  WeightMatrix matrix(String name, int rows, int columns) {
    TensorInfo tensor = require(name);
    requireShape(tensor, columns, rows);
    return new WeightMatrix(name, tensor.type(), rows, columns, file.data(tensor));
  }

  /** A vector, decoded. */
  float[] vector(String name, int n) {
    TensorInfo tensor = require(name);
    requireShape(tensor, n);
    float[] values = new float[n];
    kernels.readRow(new WeightMatrix(name, tensor.type(), 1, n, file.data(tensor)), 0, values, 0);
    for (float value : values) {
      if (!Float.isFinite(value)) {
        throw file.error(name, "holds a value that is not finite; download the file again");
      }
    }
    return values;
  }

  /** A vector, or null if the file has none of this name. */
  float[] vectorOrNull(String name, int n) {
    return contains(name) ? vector(name, n) : null;
  }

  /**
   * Matrices of equal size in one tensor, of shape {@code [columns, rows, count]}, or {@code
   * [columns, rows * count]} as some programs write it.
   */
  List<WeightMatrix> stack(String name, int count, int rows, int columns) {
    TensorInfo tensor = require(name);
    if (tensor.shape().size() == 2) {
      requireShape(tensor, columns, (long) rows * count);
    } else {
      requireShape(tensor, columns, rows, count);
    }
    MemorySegment data = file.data(tensor);
    long bytes = Math.multiplyExact(rows, tensor.type().rowBytes(columns));
    List<WeightMatrix> matrices = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      matrices.add(
          new WeightMatrix(name, tensor.type(), rows, columns, data.asSlice(i * bytes, bytes)));
    }
    return matrices;
  }

  /** The transposed matrix, decoded to floats in native memory. */
  WeightMatrix transpose(WeightMatrix matrix) {
    int rows = matrix.columns();
    int columns = matrix.rows();
    float[] row = new float[rows];
    float[] transposed = new float[Math.multiplyExact(rows, columns)];
    for (int c = 0; c < columns; c++) {
      kernels.readRow(matrix, c, row, 0);
      for (int r = 0; r < rows; r++) {
        transposed[r * columns + c] = row[r];
      }
    }
    MemorySegment data =
        Arena.ofAuto().allocate((long) transposed.length * Float.BYTES, Float.BYTES);
    MemorySegment.copy(transposed, 0, data, ValueLayout.JAVA_FLOAT, 0, transposed.length);
    return new WeightMatrix(matrix.name(), GgmlType.F32, rows, columns, data);
  }

  /** Counts a tensor as used whose contents the file holds in another form as well. */
  void ignore(String name) {
    used.add(name);
  }

  /**
   * @throws GgufFormatException if a tensor was not used
   */
  void requireAllUsed(String architecture) {
    for (TensorInfo tensor : file.tensors()) {
      if (!used.contains(tensor.name())) {
        throw file.error(
            tensor.name(),
            "is not part of the "
                + architecture
                + " models that are supported; the file needs a newer version of Perilune or has"
                + " the wrong general.architecture");
      }
    }
  }

  private TensorInfo require(String name) {
    used.add(name);
    return file.tensor(name).orElseThrow(() -> file.error(name, "is missing"));
  }

  private void requireShape(TensorInfo tensor, long... shape) {
    boolean same = true;
    for (int i = 0; i < MAX_DIMENSIONS; i++) {
      same &= tensor.dimension(i) == (i < shape.length ? shape[i] : 1);
    }
    if (!same) {
      throw file.error(
          tensor.name(),
          "has shape "
              + tensor.shapeText()
              + "; the hyper-parameters call for "
              + Arrays.toString(shape));
    }
  }
}
