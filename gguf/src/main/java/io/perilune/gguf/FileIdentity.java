package io.perilune.gguf;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Objects;
import java.util.Optional;

/**
 * What tells whether a file's content is still the one that was opened.
 *
 * @param path where it lies
 * @param bytes its size
 * @param modified when it was last written
 * @param key the file system's own name of it (device and inode); {@code null} where there is none
 */
record FileIdentity(Path path, long bytes, FileTime modified, Object key) {
  static FileIdentity of(Path path) throws IOException {
    BasicFileAttributes now = Files.readAttributes(path, BasicFileAttributes.class);
    return new FileIdentity(
        path.toAbsolutePath(), now.size(), now.lastModifiedTime(), now.fileKey());
  }

  /** Whether another name leads to the file, or to the one that has taken its place. */
  boolean isAt(Path other) throws IOException {
    return Files.exists(path) && Files.isSameFile(path, other);
  }

  /**
   * How the file was changed in place, in words. A file that was deleted, or replaced by renaming
   * another to its name, is none such: maps of it keep the old content.
   */
  Optional<String> changeInPlace() {
    FileIdentity now;
    try {
      now = of(path);
    } catch (IOException e) {
      return Optional.empty();
    }
    if (!Objects.equals(key, now.key)) {
      return Optional.empty();
    }
    if (bytes != now.bytes) {
      return Optional.of("its size went from " + bytes + " to " + now.bytes + " bytes");
    }
    return modified.equals(now.modified)
        ? Optional.empty()
        : Optional.of("it was written at " + now.modified);
  }
}
