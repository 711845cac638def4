package io.perilune.gguf;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An open GGUF file or split set.
 *
 * <p>Opening reads the headers only; tensor data is mapped and is read from storage when it is
 * first used. Each file is one memory map, which lasts as long as this object or a slice of it is
 * reachable. A copy in memory is the alternative.
 */
public final class GgufFile implements AutoCloseable {
  /** Where the tensor data is while the file is open. */
  public enum Storage {
    /**
     * In the file, mapped: opens at once and shares memory with other processes. Who writes to the
     * file damages the weights; see {@link GgufFile#changeInPlace}.
     */
    MAPPED,
    /** In a copy outside the Java heap, made when the file is opened. */
    IN_MEMORY
  }

  private final List<FileHeader> parts;
  private final Map<String, TensorInfo> tensors;
  private volatile boolean closed;

  private GgufFile(List<FileHeader> parts) {
    this.parts = parts;
    this.tensors = new LinkedHashMap<>();
    for (FileHeader part : parts) {
      part.tensors().forEach(tensor -> tensors.put(tensor.name(), tensor));
    }
  }

  /**
   * Maps a file; for a part of a split set, the whole set, whichever part is given.
   *
   * @throws GgufFormatException if it is not valid GGUF, or a part of the set is missing or wrong
   * @throws IOException if it cannot be read
   */
  public static GgufFile open(Path path) throws IOException {
    return open(path, Storage.MAPPED);
  }

  /**
   * Opens a file; for a part of a split set, the whole set, whichever part is given.
   *
   * @throws GgufFormatException if it is not valid GGUF, or a part of the set is missing or wrong
   * @throws IOException if it cannot be read, or memory for a copy cannot be had
   */
  public static GgufFile open(Path path, Storage storage) throws IOException {
    return new GgufFile(SplitSet.open(path, storage));
  }

  /**
   * Reads a file that already lies in memory; {@code name} is for messages. The content must stay
   * unchanged while the file is in use.
   *
   * @throws GgufFormatException if it is not valid GGUF, or only a part of a split set
   */
  public static GgufFile of(MemorySegment content, String name) {
    FileHeader header =
        FileHeader.read(new FileContent(name, content.asReadOnly(), Optional.empty()), 0);
    int parts = SplitSet.count(header);
    if (parts > 1) {
      throw header
          .metadata()
          .error(
              SplitSet.KEY_COUNT,
              "is " + parts + "; a part of a split set can only be opened from its folder");
    }
    return new GgufFile(List.of(header));
  }

  /** The file's name for messages; of a split set, the first part's. */
  public String name() {
    return parts.getFirst().name();
  }

  /** The names of the files that were opened, in the order of {@link TensorInfo#part}. */
  public List<String> partNames() {
    return parts.stream().map(FileHeader::name).toList();
  }

  /** The key-value pairs; of a split set, the first part's. */
  public GgufMetadata metadata() {
    return parts.getFirst().metadata();
  }

  /** All tensors, in the file's order; of all parts. */
  public Collection<TensorInfo> tensors() {
    return Collections.unmodifiableCollection(tensors.values());
  }

  /** The tensor of this name, if there is one. */
  public Optional<TensorInfo> tensor(String name) {
    return Optional.ofNullable(tensors.get(name));
  }

  /**
   * The tensor's own data, exactly {@link TensorInfo#bytes} long, read-only.
   *
   * @throws IllegalArgumentException if the tensor is not one of this file's
   * @throws IllegalStateException if the file is closed
   */
  public MemorySegment data(TensorInfo tensor) {
    if (closed) {
      throw new IllegalStateException(name() + " is closed");
    }
    if (!tensor.equals(tensors.get(tensor.name()))) {
      throw new IllegalArgumentException(
          name() + " has no " + FormatErrors.tensor(tensor.name()) + " like this");
    }
    return parts.get(tensor.part()).content().asSlice(tensor.offset(), tensor.bytes());
  }

  /** An error about a tensor, present or not, naming the file and the tensor. */
  public GgufFormatException error(String tensor, String problem) {
    return parts.getFirst().errors().nowhere(FormatErrors.tensor(tensor), problem);
  }

  /**
   * How a mapped file was changed in place since it was opened, in a sentence; empty if none was. A
   * file that was replaced by renaming another to its name counts as unchanged, because the map
   * keeps the old content.
   */
  public Optional<String> changeInPlace() {
    return parts.stream()
        .flatMap(
            part ->
                part.source().mapped().flatMap(FileIdentity::changeInPlace).stream()
                    .map(
                        change ->
                            FormatErrors.shown(part.name())
                                + " was changed while it was in use: "
                                + change
                                + ". Restore the file and restart; replace model files only by renaming"
                                + " a complete one."))
        .findFirst();
  }

  /** Whether {@code path} is one of the files that are mapped, under this name or another. */
  boolean isMapOf(Path path) throws IOException {
    if (!Files.exists(path)) {
      return false;
    }
    for (FileHeader part : parts) {
      Optional<FileIdentity> mapped = part.source().mapped();
      if (mapped.isPresent() && mapped.get().isAt(path)) {
        return true;
      }
    }
    return false;
  }

  /**
   * A value, of an array its first elements.
   *
   * @param elements the most elements of an array that are decoded
   */
  public Optional<GgufValue> value(String key, int elements) {
    return table().value(key, elements);
  }

  MetadataTable table() {
    return parts.getFirst().metadata();
  }

  /** The size of all parts in bytes. */
  public long size() {
    return parts.stream().mapToLong(part -> part.content().byteSize()).reduce(0, Math::addExact);
  }

  /**
   * Refuses further access to tensor data. Slices already given out stay valid; the map goes when
   * the last of them and this object are unreachable.
   */
  @Override
  public void close() {
    closed = true;
  }
}
