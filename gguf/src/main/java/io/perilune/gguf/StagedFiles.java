package io.perilune.gguf;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.UUID;

/**
 * Files that appear under their names only when all of them are complete. Until then each is a
 * temporary file in the same folder; those that were not published are deleted in the end, or when
 * the program is told to end before.
 */
final class StagedFiles implements AutoCloseable {
  private final boolean overwrite;
  private final SequencedMap<Path, Path> temporaries = new LinkedHashMap<>();

  /**
   * Nothing yet.
   *
   * @param overwrite whether files that are there already may be replaced
   */
  StagedFiles(boolean overwrite) {
    this.overwrite = overwrite;
  }

  /** Refuses names that are taken or cannot be, before any work is done. */
  void requireFree(List<Path> targets) throws FileSystemException {
    for (Path target : targets) {
      Path folder = target.toAbsolutePath().getParent();
      if (Files.isDirectory(target)) {
        throw new FileSystemException(target.toString(), null, "is a folder; name a file in it");
      }
      if (!Files.isDirectory(folder)) {
        throw new FileSystemException(folder.toString(), null, "is no folder; make it first");
      }
      if (!overwrite && Files.exists(target)) {
        throw new FileAlreadyExistsException(target.toString());
      }
    }
  }

  /** A new temporary file for {@code target}, to be closed by the caller once it is complete. */
  FileChannel create(Path target) throws IOException {
    Path temporary = target.resolveSibling("." + target.getFileName() + "." + UUID.randomUUID());
    FileChannel channel =
        FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    temporaries.put(target, temporary);
    // Whoever interrupts the program is not left with a large hidden file.
    temporary.toFile().deleteOnExit();
    return channel;
  }

  /** Gives all files their names; the first one last, so that who finds it finds all. */
  void publish() throws IOException {
    requireFree(List.copyOf(temporaries.keySet()));
    while (!temporaries.isEmpty()) {
      Map.Entry<Path, Path> last = temporaries.lastEntry();
      Files.move(last.getValue(), last.getKey(), StandardCopyOption.ATOMIC_MOVE);
      temporaries.pollLastEntry();
    }
  }

  @Override
  public void close() throws IOException {
    for (Path temporary : temporaries.values()) {
      Files.deleteIfExists(temporary);
    }
  }
}
