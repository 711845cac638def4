package io.perilune.demo;

import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** The embedded model's file. */
public final class DemoModel {
  /** The name that clients know the model by. */
  public static final String NAME = "perilune-demo";

  /** The file's name, for messages. */
  public static final String FILE_NAME = NAME + "-q8_0.gguf";

  /** A multiple of the alignment inside the file, which so holds for addresses as well. */
  private static final long BYTE_ALIGNMENT = 64;

  private DemoModel() {}

  /**
   * The file's bytes.
   *
   * @throws IOException if the program's jar or image lacks the file
   */
  public static InputStream open() throws IOException {
    InputStream stream = DemoModel.class.getResourceAsStream(FILE_NAME);
    if (stream == null) {
      throw new IOException(
          "The embedded model "
              + FILE_NAME
              + " is missing from this build. Build the program again, or name a model file.");
    }
    return stream;
  }

  /**
   * Copies the file into native memory that lives as long as {@code arena}; nothing is written to
   * disk.
   *
   * @return the whole file, read-only
   * @throws IOException if it is missing or cannot be read
   */
  public static MemorySegment load(Arena arena) throws IOException {
    byte[] bytes;
    try (InputStream stream = open()) {
      bytes = stream.readAllBytes();
    }
    MemorySegment content = arena.allocate(bytes.length, BYTE_ALIGNMENT);
    content.copyFrom(MemorySegment.ofArray(bytes));
    return content.asReadOnly();
  }
}
