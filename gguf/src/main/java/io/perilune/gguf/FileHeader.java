package io.perilune.gguf;

import java.lang.foreign.MemorySegment;
import java.util.List;

/**
 * The header of one GGUF file: everything before the tensor data.
 *
 * @param source the whole file
 * @param errors words errors about this file
 * @param metadata its keys and values
 * @param tensors its tensor table, checked: all data lies within the file
 */
record FileHeader(
    FileContent source, FormatErrors errors, MetadataTable metadata, List<TensorInfo> tensors) {
  private static final int MAGIC = 0x46554747; // "GGUF" as a little-endian number
  private static final int VERSION_MIN = 2;
  private static final int VERSION_MAX = 3;

  /**
   * Reads and checks a header; the tensor data is not touched.
   *
   * @param part the file's place in its split set, 0-based
   */
  static FileHeader read(FileContent source, int part) {
    MemorySegment content = source.bytes();
    FormatErrors errors = new FormatErrors(source.name());
    CheckedReader reader = new CheckedReader(content, errors);
    checkMagic(reader, content);
    checkVersion(reader);
    reader.subject("the header");
    long tensorCount = reader.size("a count of %s tensors", GgufLimits.TENSORS_MAX);
    long keyCount = reader.size("a count of %s metadata keys", GgufLimits.KEYS_MAX);
    MetadataTable metadata = MetadataTable.read(content, errors, reader, keyCount);
    List<TensorInfo> tensors =
        new TensorTable(content.byteSize(), errors, metadata, part).read(reader, tensorCount);
    return new FileHeader(source, errors, metadata, tensors);
  }

  /** The file's name. */
  String name() {
    return source.name();
  }

  /** All its bytes. */
  MemorySegment content() {
    return source.bytes();
  }

  private static void checkMagic(CheckedReader reader, MemorySegment content) {
    reader.subject("the magic");
    if (reader.int32() != MAGIC) {
      throw reader.error(
          0, "is not 'GGUF', so this is not a GGUF file." + FileSignatures.guess(content));
    }
  }

  private static void checkVersion(CheckedReader reader) {
    reader.subject("the version");
    long at = reader.position();
    int version = reader.int32();
    if (version >= VERSION_MIN && version <= VERSION_MAX) {
      return;
    }
    int swapped = Integer.reverseBytes(version);
    if (swapped >= 1 && swapped <= VERSION_MAX) {
      throw reader.error(
          at,
          "is "
              + swapped
              + " in big-endian order; only little-endian files can be read."
              + " Convert the model for a little-endian machine.");
    }
    throw reader.error(
        at,
        "is "
            + Integer.toUnsignedString(version)
            + "; versions "
            + VERSION_MIN
            + " and "
            + VERSION_MAX
            + " can be read. Convert the model again with a current converter.");
  }
}
