package io.perilune.gguf;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Writes a GGUF file, version 3, little-endian. Keys and tensors appear in the order in which they
 * were given; each name once. Arrays of arrays are not written.
 */
public final class GgufWriter {
  private static final int VERSION = 3;

  /** The data is written through views of at most this many bytes. */
  private static final long CHUNK_BYTES = 16L << 20;

  private final List<GgufFile> sources = new ArrayList<>();
  private final Map<String, byte[]> metadata = new LinkedHashMap<>();
  private final Map<String, Tensor> tensors = new LinkedHashMap<>();
  private long alignment = GgufLimits.ALIGNMENT_DEFAULT;

  private record Tensor(GgmlType type, List<Long> shape, long bytes, TensorData data) {}

  /** A file without keys and tensors. */
  public GgufWriter() {}

  /**
   * Sets the alignment of tensor data (default 32 bytes) and notes it in the metadata.
   *
   * @param bytes a power of two from 8 to 65536
   */
  public GgufWriter alignment(int bytes) {
    if (Integer.bitCount(bytes) != 1
        || bytes < GgufLimits.ALIGNMENT_MIN
        || bytes > GgufLimits.ALIGNMENT_MAX) {
      throw new IllegalArgumentException("no alignment: " + bytes);
    }
    alignment = bytes;
    return integer(MetadataTable.KEY_ALIGNMENT, GgufValueType.UINT32, bytes);
  }

  /**
   * Adds keys of another file with their values as they are; not those that make it a part of a
   * set. That file is then what the new one is made from: {@link #write(Path)} does not replace it,
   * and fails if it is changed in place meanwhile.
   *
   * @param wanted which keys
   */
  public GgufWriter metadata(GgufFile source, Predicate<String> wanted) {
    sources.add(source);
    MetadataTable table = source.table();
    for (String key : table.keys()) {
      if (wanted.test(key) && !SplitSet.KEYS.contains(key)) {
        put(key, table.encoded(key));
      }
    }
    if (wanted.test(MetadataTable.KEY_ALIGNMENT)) {
      alignment = table.alignment();
    }
    return this;
  }

  /** Adds a string. */
  public GgufWriter string(String key, String value) {
    return put(key, typed(GgufValueType.STRING).string(value));
  }

  /** Adds a boolean. */
  public GgufWriter bool(String key, boolean value) {
    return put(key, typed(GgufValueType.BOOL).integer(value ? 1 : 0, 1));
  }

  /**
   * Adds an integer.
   *
   * @param type an integer type whose range holds the value
   */
  public GgufWriter integer(String key, GgufValueType type, long value) {
    return put(key, integer(typed(type), type, value));
  }

  /**
   * Adds a float.
   *
   * @param type {@link GgufValueType#FLOAT32} or {@link GgufValueType#FLOAT64}
   */
  public GgufWriter number(String key, GgufValueType type, double value) {
    return put(key, number(typed(type), type, value));
  }

  /** Adds an array of strings. */
  public GgufWriter strings(String key, List<String> values) {
    LittleEndianBytes bytes = typedArray(GgufValueType.STRING, values.size());
    values.forEach(bytes::string);
    return put(key, bytes);
  }

  /** Adds an array of booleans. */
  public GgufWriter bools(String key, boolean... values) {
    LittleEndianBytes bytes = typedArray(GgufValueType.BOOL, values.length);
    for (boolean value : values) {
      bytes.integer(value ? 1 : 0, 1);
    }
    return put(key, bytes);
  }

  /**
   * Adds an array of integers.
   *
   * @param type an integer type whose range holds all values
   */
  public GgufWriter integers(String key, GgufValueType type, long... values) {
    LittleEndianBytes bytes = typedArray(type, values.length);
    for (long value : values) {
      integer(bytes, type, value);
    }
    return put(key, bytes);
  }

  /** Adds an array of 32-bit floats. */
  public GgufWriter floats(String key, float... values) {
    LittleEndianBytes bytes = typedArray(GgufValueType.FLOAT32, values.length);
    for (float value : values) {
      number(bytes, GgufValueType.FLOAT32, value);
    }
    return put(key, bytes);
  }

  /**
   * Adds a tensor.
   *
   * @param shape its dimensions, the contiguous one first; 1 to 4 of them
   * @param data its bytes in the format of {@code type}; read when the file is written
   */
  public GgufWriter tensor(String name, GgmlType type, List<Long> shape, MemorySegment data) {
    tensor(name, type, shape, channel -> writeAll(channel, data));
    long bytes = tensors.get(name).bytes();
    if (bytes != data.byteSize()) {
      throw new IllegalArgumentException(
          name + " needs " + bytes + " bytes of data, but " + data.byteSize() + " are given");
    }
    return this;
  }

  /**
   * Adds a tensor whose data is made when the file is written.
   *
   * @param shape its dimensions, the contiguous one first; 1 to 4 of them
   */
  public GgufWriter tensor(String name, GgmlType type, List<Long> shape, TensorData data) {
    requireName(name, GgufLimits.TENSOR_NAME_BYTES_MAX);
    if (shape.isEmpty() || shape.size() > GgufLimits.DIMENSIONS_MAX) {
      throw new IllegalArgumentException(name + " has " + shape.size() + " dimensions");
    }
    long bytes = type.bytes(shape);
    if (bytes <= 0) {
      throw new IllegalArgumentException(name + " has the shape " + shape);
    }
    if (tensors.putIfAbsent(name, new Tensor(type, List.copyOf(shape), bytes, data)) != null) {
      throw new IllegalArgumentException(name + " is given twice");
    }
    return this;
  }

  /** Adds a tensor of 32-bit floats; {@code values} are in the order of the file, row by row. */
  public GgufWriter tensor(String name, List<Long> shape, float... values) {
    LittleEndianBytes bytes = new LittleEndianBytes();
    for (float value : values) {
      bytes.int32(Float.floatToRawIntBits(value));
    }
    return tensor(name, GgmlType.F32, shape, MemorySegment.ofArray(bytes.toByteArray()));
  }

  /**
   * Writes the file, replacing one of that name. A reader sees the old file or the whole new one:
   * the content goes to a temporary file in the same folder, which then takes the name.
   *
   * @throws IOException if it cannot be written; no temporary file remains
   */
  public void write(Path path) throws IOException {
    write(path, true, GgufProgress.NONE);
  }

  /**
   * Writes the file as {@link #write(Path)} does.
   *
   * @param overwrite whether a file of that name may be replaced
   * @throws java.nio.file.FileAlreadyExistsException if it may not
   * @throws IOException if it cannot be written; no temporary file remains
   */
  public void write(Path path, boolean overwrite, GgufProgress progress) throws IOException {
    try (StagedFiles files = new StagedFiles(sources, overwrite)) {
      files.requireFree(List.of(path));
      files.write(path, channel -> write(channel, progress));
      files.publish();
    }
  }

  /** Writes the file's bytes from the channel's current position on; the channel stays open. */
  public void write(WritableByteChannel channel) throws IOException {
    write(channel, GgufProgress.NONE);
  }

  void write(WritableByteChannel channel, GgufProgress progress) throws IOException {
    byte[] header = header();
    writeAll(channel, ByteBuffer.wrap(header));
    pad(channel, header.length);
    long total = tensors.values().stream().mapToLong(Tensor::bytes).reduce(0, Math::addExact);
    MeteredChannel metered = new MeteredChannel(channel, progress, total);
    long end = 0;
    for (Map.Entry<String, Tensor> entry : tensors.entrySet()) {
      Tensor tensor = entry.getValue();
      tensor.data().writeTo(metered);
      end += tensor.bytes();
      if (metered.written() != end) {
        throw new IllegalStateException(
            entry.getKey()
                + " needs "
                + tensor.bytes()
                + " bytes of data, but "
                + (metered.written() - end + tensor.bytes())
                + " were written");
      }
      pad(channel, tensor.bytes());
    }
  }

  private byte[] header() {
    LittleEndianBytes header =
        new LittleEndianBytes()
            .raw("GGUF".getBytes(StandardCharsets.US_ASCII))
            .int32(VERSION)
            .int64(tensors.size())
            .int64(metadata.size());
    metadata.forEach((key, value) -> header.string(key).raw(value));
    long offset = 0;
    for (Map.Entry<String, Tensor> entry : tensors.entrySet()) {
      Tensor tensor = entry.getValue();
      header.string(entry.getKey()).int32(tensor.shape().size());
      tensor.shape().forEach(header::int64);
      header.int32(tensor.type().id()).int64(offset);
      long end = Math.addExact(offset, tensor.bytes());
      offset = Math.addExact(end, padding(end));
    }
    return header.toByteArray();
  }

  private long padding(long length) {
    return -length & (alignment - 1);
  }

  private void pad(WritableByteChannel channel, long length) throws IOException {
    writeAll(channel, ByteBuffer.allocate((int) padding(length)));
  }

  private static void writeAll(WritableByteChannel channel, MemorySegment data) throws IOException {
    for (long from = 0; from < data.byteSize(); from += CHUNK_BYTES) {
      long bytes = Math.min(CHUNK_BYTES, data.byteSize() - from);
      writeAll(channel, data.asSlice(from, bytes).asByteBuffer());
    }
  }

  private static void writeAll(WritableByteChannel channel, ByteBuffer buffer) throws IOException {
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
  }

  private GgufWriter put(String key, LittleEndianBytes value) {
    return put(key, value.toByteArray());
  }

  /** Adds a value in the bytes of the file, its type first. */
  private GgufWriter put(String key, byte[] value) {
    requireName(key, GgufLimits.KEY_BYTES_MAX);
    if (metadata.putIfAbsent(key, value) != null) {
      throw new IllegalArgumentException(key + " is given twice");
    }
    return this;
  }

  private static void requireName(String name, long maxBytes) {
    int bytes = LittleEndianBytes.utf8(name).length;
    if (bytes == 0 || bytes > maxBytes || FormatErrors.hasInvisible(name)) {
      throw new IllegalArgumentException(
          "a name must have 1 to "
              + maxBytes
              + " bytes and no control characters: "
              + FormatErrors.shown(name));
    }
  }

  private static LittleEndianBytes typed(GgufValueType type) {
    return new LittleEndianBytes().int32(type.id());
  }

  private static LittleEndianBytes typedArray(GgufValueType element, int count) {
    return typed(GgufValueType.ARRAY).int32(element.id()).int64(count);
  }

  private static LittleEndianBytes integer(
      LittleEndianBytes bytes, GgufValueType type, long value) {
    if (!type.isInteger() || value < type.min() || value > type.max()) {
      throw new IllegalArgumentException(value + " is no value of type " + type);
    }
    return bytes.integer(value, type.bytes());
  }

  private static LittleEndianBytes number(
      LittleEndianBytes bytes, GgufValueType type, double value) {
    return switch (type) {
      case FLOAT32 -> bytes.int32(Float.floatToRawIntBits((float) value));
      case FLOAT64 -> bytes.int64(Double.doubleToRawLongBits(value));
      default -> throw new IllegalArgumentException("a float cannot be of type " + type);
    };
  }
}
