package io.perilune.inference.kv;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * All prefixes of a cache in a file, so that a server that starts again need not compute them
 * again. A file belongs to one model and one layout of the cache; it holds prompts, so only its
 * owner may read it; and it is checked like any other input before anything of it is used.
 *
 * <p>The format, little-endian, version {@value PrefixFormat#VERSION}:
 *
 * <pre>
 * u64      magic
 * u32      version
 * u8[32]   digest of the model
 * u32 x 4  layers, values per row, precision, tokens per block
 * u32      number of owners, then each one's name
 * u32      number of nodes, then for each, most recently used and parents first:
 *   i32      number of the parent, or -1 minus the number of the owner
 *   u32      number of tokens, then each as i32
 *   u8       standing: 0 plain, 1 left by its conversation, 2 last of its conversation
 *   name     of the conversation if it is the last
 *   u8[]     for each layer, the rows of the tokens as the cache holds them
 * u32      CRC-32C of all bytes before
 * </pre>
 *
 * <p>A name is a u32, the number of its UTF-16 code units, and these as u16.
 */
public final class PrefixFile {
  /** Bytes of the digest that stands for a model. */
  public static final int DIGEST_BYTES = 32;

  private static final String TEMPORARY_SUFFIX = ".tmp";

  private final Path file;
  private final byte[] model;

  /**
   * Names a file; nothing is read or written yet.
   *
   * @param model what stands for the model whose keys and values these are, {@value #DIGEST_BYTES}
   *     bytes that differ from those of any other model, such as a SHA-256
   * @throws IllegalArgumentException if the digest has another length
   */
  public PrefixFile(Path file, byte[] model) {
    if (model.length != DIGEST_BYTES) {
      throw new IllegalArgumentException(
          "a digest of " + model.length + " bytes; it must have " + DIGEST_BYTES);
    }
    this.file = file.toAbsolutePath();
    this.model = model.clone();
  }

  /**
   * Writes all prefixes. The file is complete under its name or not there at all; one that was
   * there before stays until it is replaced.
   *
   * @throws PrefixFileException if that fails, such as on a full disk; nothing is left behind
   */
  public void save(PrefixCache prefixes) throws PrefixFileException {
    Path temporary = file.resolveSibling(file.getFileName() + TEMPORARY_SUFFIX);
    try {
      try {
        Files.deleteIfExists(temporary);
        try (FileChannel channel =
            FileChannel.open(temporary, Set.of(CREATE_NEW, WRITE), privateTo(file))) {
          new PrefixWriter(channel).write(prefixes, model);
          channel.force(true);
        }
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(temporary);
      }
    } catch (IOException e) {
      throw new PrefixFileException(
          "the prefix cache cannot be saved to "
              + file
              + ": "
              + e.getMessage()
              + "; make room there or choose another file",
          e);
    }
    keepName();
  }

  /**
   * Reads the prefixes into a cache that has none; as many of the most recently used as it has
   * blocks for. A file that is not there holds none.
   *
   * @return the tokens that can be found now
   * @throws PrefixFileException if the file is damaged, or was made by another version, for another
   *     model or for another layout of the cache; then the cache has none, as before
   * @throws IllegalStateException if the cache has prefixes
   */
  public long restore(PrefixCache prefixes) throws PrefixFileException {
    if (!Files.exists(file)) {
      return 0;
    }
    if (!Files.isRegularFile(file)) {
      throw new PrefixFileException(
          "the prefix cache " + file + " is no regular file; choose another one", true);
    }
    try (FileChannel channel = FileChannel.open(file, READ);
        PrefixReader reader = new PrefixReader(channel, prefixes)) {
      reader.read(model);
      return prefixes.retainedTokens();
    } catch (PrefixFileException e) {
      throw new PrefixFileException(
          "the prefix cache " + file + " " + e.getMessage() + "; delete it or choose another file",
          e);
    } catch (IOException e) {
      throw new PrefixFileException(
          "the prefix cache " + file + " cannot be read: " + e.getMessage(), e);
    }
  }

  private static FileAttribute<?>[] privateTo(Path file) {
    boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
    return posix
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        }
        : new FileAttribute<?>[0];
  }

  /** Makes the new name last where folders can be synchronised. */
  private void keepName() {
    try (FileChannel folder = FileChannel.open(file.getParent(), READ)) {
      folder.force(true);
    } catch (IOException e) {
      // Not on this system: after a power failure the folder may hold the old file.
    }
  }
}
