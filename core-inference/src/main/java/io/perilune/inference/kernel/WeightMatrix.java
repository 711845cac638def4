package io.perilune.inference.kernel;

import io.perilune.gguf.GgmlType;
import java.lang.foreign.MemorySegment;
import java.util.Objects;

/**
 * A weight matrix in its stored format, row after row.
 *
 * @param name the tensor's name, for messages
 * @param type the format of its rows
 * @param rows outputs
 * @param columns inputs; a multiple of the type's block size
 * @param data exactly {@code rows * type.rowBytes(columns)} bytes of native memory
 */
public record WeightMatrix(String name, GgmlType type, int rows, int columns, MemorySegment data) {
  public WeightMatrix {
    Objects.requireNonNull(name, "name");
    long expected = Math.multiplyExact(rows, type.rowBytes(columns));
    if (data.byteSize() != expected) {
      throw new IllegalArgumentException(
          name
              + " holds "
              + data.byteSize()
              + " bytes; "
              + rows
              + " x "
              + columns
              + " "
              + type
              + " need "
              + expected);
    }
  }

  /** Bytes per row. */
  public long rowBytes() {
    return type.rowBytes(columns);
  }

  /** The matrix of {@code count} rows from row {@code first} on; shares the data. */
  public WeightMatrix slice(int first, int count) {
    long rowBytes = rowBytes();
    return new WeightMatrix(
        name, type, count, columns, data.asSlice(first * rowBytes, count * rowBytes));
  }
}
