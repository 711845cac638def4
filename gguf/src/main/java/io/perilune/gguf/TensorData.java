package io.perilune.gguf;

import java.io.IOException;
import java.nio.channels.WritableByteChannel;

/** A tensor's data, made while a file is written. */
@FunctionalInterface
public interface TensorData {
  /**
   * Writes all of the data, in the format of the tensor's type.
   *
   * @throws IOException if it cannot be made or written
   */
  void writeTo(WritableByteChannel channel) throws IOException;
}
