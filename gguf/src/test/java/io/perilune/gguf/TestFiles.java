package io.perilune.gguf;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.nio.channels.Channels;

/** Files in memory for tests. */
final class TestFiles {
  /** The name that messages about these files bear. */
  static final String NAME = "test.gguf";

  private TestFiles() {}

  static byte[] bytes(GgufWriter writer) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      writer.write(Channels.newChannel(bytes));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  static GgufFile open(byte[] bytes) {
    return GgufFile.of(MemorySegment.ofArray(bytes), NAME);
  }

  static GgufFile open(GgufWriter writer) {
    return open(bytes(writer));
  }

  static GgufFile open(LittleEndianBytes bytes) {
    return open(bytes.toByteArray());
  }

  /** The start of a file whose tables are then written by hand. */
  static LittleEndianBytes header(long tensors, long keys) {
    return new LittleEndianBytes()
        .raw(new byte[] {'G', 'G', 'U', 'F'})
        .int32(3)
        .int64(tensors)
        .int64(keys);
  }
}
