package io.perilune.gguf;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * The bytes of one file.
 *
 * @param name the file's name, for messages
 * @param bytes all of them, read-only
 * @param mapped the file that they are a map of; empty if they are a copy
 */
record FileContent(String name, MemorySegment bytes, Optional<FileIdentity> mapped) {
  /** A copy is read in pieces of at most this many bytes. */
  private static final long CHUNK_BYTES = 64L << 20;

  /** A multiple of every alignment inside files, which so holds for addresses as well. */
  private static final long ADDRESS_ALIGNMENT = GgufLimits.ALIGNMENT_MAX;

  static FileContent open(Path path, GgufFile.Storage storage) throws IOException {
    if (Files.exists(path) && !Files.isRegularFile(path)) {
      throw new FileSystemException(path.toString(), null, "is not a file");
    }
    String name = path.getFileName().toString();
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      return switch (storage) {
        case MAPPED -> {
          FileIdentity identity = FileIdentity.of(path);
          yield new FileContent(name, map(channel), Optional.of(identity));
        }
        case IN_MEMORY -> new FileContent(name, copy(path, channel), Optional.empty());
      };
    }
  }

  private static MemorySegment map(FileChannel channel) throws IOException {
    return channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), Arena.ofAuto());
  }

  private static MemorySegment copy(Path path, FileChannel channel) throws IOException {
    long size = channel.size();
    MemorySegment bytes;
    try {
      bytes = Arena.ofAuto().allocate(size, ADDRESS_ALIGNMENT);
    } catch (OutOfMemoryError e) {
      throw new FileSystemException(
          path.toString(), null, "needs " + size + " bytes of memory, which cannot be had");
    }
    for (long at = 0; at < size; ) {
      long piece = Math.min(CHUNK_BYTES, size - at);
      int read = channel.read(bytes.asSlice(at, piece).asByteBuffer(), at);
      if (read < 0) {
        throw new FileSystemException(path.toString(), null, "became shorter while it was read");
      }
      at += read;
    }
    return bytes.asReadOnly();
  }
}
