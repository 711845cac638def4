package io.perilune.gguf;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Reads and checks the tensor table of one file. */
final class TensorTable {
  private final long fileBytes;
  private final FormatErrors errors;
  private final long alignment;

  /** Where the table begins, in words: a wrong count of keys shows first in the first tensor. */
  private final String afterLastKey;

  private final int part;

  /**
   * A record of the table, with the places that an error may have to name.
   *
   * @param dataOffset from the start of the tensor data
   * @param shapeAt where its dimensions stand in the file
   * @param offsetAt where its offset stands in the file
   */
  private record Row(
      String name,
      GgmlType type,
      List<Long> shape,
      long bytes,
      long dataOffset,
      long shapeAt,
      long offsetAt) {}

  TensorTable(long fileBytes, FormatErrors errors, MetadataTable metadata, int part) {
    this.fileBytes = fileBytes;
    this.errors = errors;
    this.alignment = metadata.alignment();
    this.afterLastKey =
        metadata.lastKey().map(key -> " (after " + FormatErrors.key(key) + ")").orElse("");
    this.part = part;
  }

  /** Reads {@code count} records; the reader stands at the first and is left behind the last. */
  List<TensorInfo> read(CheckedReader reader, long count) {
    List<Row> rows = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (long i = 1; i <= count; i++) {
      reader.subject("tensor " + i + " of " + count + (i == 1 ? afterLastKey : ""));
      long at = reader.position();
      String name = reader.name(GgufLimits.TENSOR_NAME_BYTES_MAX);
      reader.subject(FormatErrors.tensor(name));
      if (!names.add(name)) {
        throw reader.damaged(at, "is there twice");
      }
      rows.add(readRow(reader, name));
    }
    long dataStart = alignUp(reader.position());
    List<TensorInfo> tensors = new ArrayList<>(rows.size());
    for (Row row : rows) {
      checkWithinFile(row, dataStart);
      tensors.add(
          new TensorInfo(
              row.name(),
              row.type(),
              row.shape(),
              part,
              dataStart + row.dataOffset(),
              row.bytes()));
    }
    checkDisjoint(rows);
    return List.copyOf(tensors);
  }

  private Row readRow(CheckedReader reader, String name) {
    long at = reader.position();
    long dimensions = reader.uint32();
    if (dimensions < 1 || dimensions > GgufLimits.DIMENSIONS_MAX) {
      throw reader.damaged(
          at,
          "has " + dimensions + " dimensions; 1 to " + GgufLimits.DIMENSIONS_MAX + " are allowed");
    }
    long shapeAt = reader.position();
    List<Long> shape = new ArrayList<>();
    for (long i = 0; i < dimensions; i++) {
      long dimensionAt = reader.position();
      long dimension = reader.size("a dimension of %s", Long.MAX_VALUE);
      if (dimension == 0) {
        throw reader.damaged(dimensionAt, "has a dimension of 0");
      }
      shape.add(dimension);
    }
    long typeAt = reader.position();
    int typeId = reader.int32();
    GgmlType type =
        GgmlType.byId(typeId)
            .orElseThrow(() -> reader.error(typeAt, UnsupportedTensorTypes.explain(typeId)));
    long bytes = bytes(reader, type, shape, shapeAt, typeAt);
    long offsetAt = reader.position();
    long offset = reader.size("an offset of %s", Long.MAX_VALUE);
    if (offset % alignment != 0) {
      throw reader.damaged(
          offsetAt, "has the offset " + offset + ", no multiple of the alignment of " + alignment);
    }
    return new Row(name, type, shape, bytes, offset, shapeAt, offsetAt);
  }

  private static long bytes(
      CheckedReader reader, GgmlType type, List<Long> shape, long shapeAt, long typeAt) {
    long rowElements = shape.getFirst();
    if (rowElements % type.blockSize() != 0) {
      throw reader.damaged(
          typeAt,
          "has rows of "
              + rowElements
              + " elements; rows of "
              + type
              + " are multiples of "
              + type.blockSize());
    }
    try {
      return type.bytes(shape);
    } catch (ArithmeticException e) {
      throw reader.damaged(shapeAt, "has the shape " + shape + ", larger than any file can be");
    }
  }

  private void checkWithinFile(Row row, long dataStart) {
    long available = fileBytes - dataStart;
    String subject = FormatErrors.tensor(row.name());
    if (row.dataOffset() > available) {
      throw errors.truncated(
          subject,
          row.offsetAt(),
          "has data at the offset " + row.dataOffset() + " from byte " + dataStart,
          fileBytes);
    }
    if (row.bytes() > available - row.dataOffset()) {
      throw errors.truncated(
          subject,
          row.shapeAt(),
          "has " + row.bytes() + " bytes of data from byte " + (dataStart + row.dataOffset()),
          fileBytes);
    }
  }

  private void checkDisjoint(List<Row> rows) {
    List<Row> byOffset = new ArrayList<>(rows);
    byOffset.sort(Comparator.comparingLong(Row::dataOffset));
    for (int i = 1; i < byOffset.size(); i++) {
      Row previous = byOffset.get(i - 1);
      Row row = byOffset.get(i);
      if (row.dataOffset() - previous.dataOffset() < previous.bytes()) {
        throw errors.damaged(
            FormatErrors.tensor(row.name()),
            row.offsetAt(),
            "shares bytes with " + FormatErrors.tensor(previous.name()));
      }
    }
  }

  private long alignUp(long position) {
    return Math.addExact(position, alignment - 1) / alignment * alignment;
  }
}
