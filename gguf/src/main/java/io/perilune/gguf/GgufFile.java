package io.perilune.gguf;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Optional;

/** An open GGUF file or split set. */
public final class GgufFile implements AutoCloseable {
  private GgufFile() {}

  /**
   * Maps a file; for a part of a split set, the whole set.
   *
   * @throws GgufFormatException if it is not valid GGUF
   * @throws IOException if it cannot be read
   */
  public static GgufFile open(Path path) throws IOException {
    throw new UnsupportedOperationException(path.toString());
  }

  /** Reads a file that already lies in memory; {@code name} is for messages. */
  public static GgufFile of(MemorySegment content, String name) {
    throw new UnsupportedOperationException(name);
  }

  /** The file's name for messages. */
  public String name() {
    throw new UnsupportedOperationException();
  }

  public GgufMetadata metadata() {
    throw new UnsupportedOperationException();
  }

  /** All tensors, in the file's order; of all parts. */
  public Collection<TensorInfo> tensors() {
    throw new UnsupportedOperationException();
  }

  public Optional<TensorInfo> tensor(String name) {
    throw new UnsupportedOperationException(name);
  }

  /** The tensor's own data, exactly {@link TensorInfo#bytes} long, read-only. */
  public MemorySegment data(TensorInfo tensor) {
    throw new UnsupportedOperationException(tensor.name());
  }

  /** The size of all parts in bytes. */
  public long size() {
    throw new UnsupportedOperationException();
  }

  @Override
  public void close() {}
}
