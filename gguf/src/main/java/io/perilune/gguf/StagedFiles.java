package io.perilune.gguf;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.UUID;

/**
 * Files that appear under their names only when all of them are complete. Until then each is a
 * temporary file in the same folder; those that were not published are deleted in the end, or when
 * the program is told to end before.
 */
final class StagedFiles implements AutoCloseable {
  /** What is to be in a file. */
  interface Content {
    void writeTo(FileChannel channel) throws IOException;
  }

  private final List<GgufFile> sources;
  private final boolean overwrite;
  private final SequencedMap<Path, Path> temporaries = new LinkedHashMap<>();

  /**
   * Nothing yet.
   *
   * @param sources what the content is made from: never replaced, and must not change meanwhile
   * @param overwrite whether other files that are there already may be replaced
   */
  StagedFiles(List<GgufFile> sources, boolean overwrite) {
    this.sources = List.copyOf(sources);
    this.overwrite = overwrite;
  }

  /** Refuses names that are taken or cannot be, before any work is done. */
  void requireFree(List<Path> targets) throws IOException {
    for (Path target : targets) {
      Path folder = target.toAbsolutePath().getParent();
      if (Files.isDirectory(target)) {
        throw new FileSystemException(target.toString(), null, "is a folder; name a file in it");
      }
      if (!Files.isDirectory(folder)) {
        throw new FileSystemException(folder.toString(), null, "is no folder; make it first");
      }
      for (GgufFile source : sources) {
        if (source.isMapOf(target)) {
          throw new FileSystemException(
              target.toString(), null, "is what is read; give the new file another name");
        }
      }
      if (!overwrite && Files.exists(target)) {
        throw new FileAlreadyExistsException(target.toString());
      }
    }
  }

  /**
   * Writes a temporary file for {@code target}.
   *
   * @throws FileSystemException if it cannot be written; it names {@code target}
   */
  void write(Path target, Content content) throws IOException {
    Path temporary = target.resolveSibling("." + target.getFileName() + "." + UUID.randomUUID());
    temporaries.put(target, temporary);
    // Whoever interrupts the program is not left with a large hidden file.
    temporary.toFile().deleteOnExit();
    try (FileChannel channel =
        FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      content.writeTo(channel);
      channel.force(true);
    } catch (IOException e) {
      // Writing from the map of a file that was cut fails with "Bad address".
      requireSameSources();
      throw failure(target, e);
    }
  }

  private static FileSystemException failure(Path target, IOException cause) {
    String reason =
        switch (cause) {
          case AccessDeniedException e -> ": access to its folder is denied";
          case FileSystemException e -> e.getReason() == null ? "" : ": " + e.getReason();
          default -> ": " + cause.getMessage();
        };
    FileSystemException failure =
        new FileSystemException(target.toString(), null, "cannot be written" + reason);
    failure.initCause(cause);
    return failure;
  }

  private void requireSameSources() throws IOException {
    Optional<String> change =
        sources.stream().flatMap(source -> source.changeInPlace().stream()).findFirst();
    if (change.isPresent()) {
      throw new IOException(change.get());
    }
  }

  /**
   * Gives all files their names; the first one last, so that who finds it finds all.
   *
   * @throws IOException also if what they were made from was changed meanwhile
   */
  void publish() throws IOException {
    requireSameSources();
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
