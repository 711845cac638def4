package io.perilune.gguf;

import java.util.Arrays;
import java.util.List;

/**
 * An entry of a file's tensor table.
 *
 * @param name the tensor's name, unique in the file or split set
 * @param type the type of its elements
 * @param shape its dimensions in the file's order: the first is contiguous (a row), 1 to 4 of them
 * @param part the file of a split set that holds the data, 0-based; 0 for a single file
 * @param offset bytes from the start of that file to the data
 * @param bytes size of the data
 */
public record TensorInfo(
    String name, GgmlType type, List<Long> shape, int part, long offset, long bytes) {
  public TensorInfo {
    shape = List.copyOf(shape);
  }

  /** The size of dimension {@code i}; 1 beyond the last. */
  public long dimension(int i) {
    return i < shape.size() ? shape.get(i) : 1;
  }

  /** The number of elements. */
  public long elements() {
    return shape.stream().reduce(1L, Math::multiplyExact);
  }

  /** The shape as {@code [7168, 2048]}. */
  public String shapeText() {
    return Arrays.toString(shape.toArray());
  }
}
