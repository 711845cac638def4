package io.perilune.gguf;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Makes a split set of a file, as download sites and file systems with size limits want it. */
public final class GgufSplitter {
  /**
   * How large parts may be.
   *
   * @param bytes the most tensor data, in bytes; a tensor that is larger has a part of its own
   * @param tensors the most tensors
   */
  public record Limits(long bytes, int tensors) {
    public Limits {
      if (bytes < 1 || tensors < 1) {
        throw new IllegalArgumentException(
            "parts of " + tensors + " tensors and " + bytes + " bytes; both must be at least 1");
      }
    }
  }

  private GgufSplitter() {}

  /**
   * Writes the parts {@code PREFIX-00001-of-0000N.gguf}. They appear under their names only when
   * all are complete; memory for the metadata is all that this takes.
   *
   * @param prefix folder and beginning of the parts' names
   * @param overwrite whether files that are there already may be replaced
   * @return the parts in order
   * @throws java.nio.file.FileAlreadyExistsException if they may not
   * @throws IllegalArgumentException if the limits make more parts than the format can number
   * @throws IOException if a part cannot be written, a name is that of a file that is read, or
   *     {@code source} is changed in place meanwhile; nothing remains of any then
   */
  public static List<Path> split(
      GgufFile source, Path prefix, Limits limits, boolean overwrite, GgufProgress progress)
      throws IOException {
    if (Files.isDirectory(prefix)) {
      throw new FileSystemException(
          prefix.toString(), null, "is a folder; add how the parts' names are to begin");
    }
    List<List<TensorInfo>> groups = group(source, limits);
    if (groups.size() > SplitSet.PARTS_WRITTEN_MAX) {
      throw new IllegalArgumentException(
          "the limits make "
              + groups.size()
              + " parts; a set can have "
              + SplitSet.PARTS_WRITTEN_MAX
              + ", so allow larger ones");
    }
    SplitName name = new SplitName(prefix.getFileName().toString(), 1, groups.size());
    List<Path> parts = new ArrayList<>();
    for (int i = 1; i <= groups.size(); i++) {
      parts.add(prefix.resolveSibling(name.sibling(i)));
    }
    long total = source.tensors().stream().mapToLong(TensorInfo::bytes).reduce(0, Math::addExact);
    try (StagedFiles files = new StagedFiles(List.of(source), overwrite)) {
      files.requireFree(parts);
      long before = 0;
      for (int i = 0; i < parts.size(); i++) {
        long done = before;
        GgufWriter part = part(source, groups, i);
        files.write(
            parts.get(i),
            channel -> part.write(channel, (bytes, all) -> progress.written(done + bytes, total)));
        before += groups.get(i).stream().mapToLong(TensorInfo::bytes).sum();
      }
      files.publish();
    }
    return parts;
  }

  private static GgufWriter part(GgufFile source, List<List<TensorInfo>> groups, int part) {
    GgufWriter writer =
        new GgufWriter()
            .metadata(source, key -> part == 0 || key.equals(MetadataTable.KEY_ALIGNMENT))
            .integer(SplitSet.KEY_NUMBER, GgufValueType.UINT16, part)
            .integer(SplitSet.KEY_COUNT, GgufValueType.UINT16, groups.size())
            .integer(SplitSet.KEY_TENSORS, GgufValueType.INT32, source.tensors().size());
    for (TensorInfo tensor : groups.get(part)) {
      writer.tensor(tensor.name(), tensor.type(), tensor.shape(), source.data(tensor));
    }
    return writer;
  }

  private static List<List<TensorInfo>> group(GgufFile source, Limits limits) {
    List<List<TensorInfo>> groups = new ArrayList<>();
    List<TensorInfo> group = new ArrayList<>();
    long room = limits.bytes();
    for (TensorInfo tensor : source.tensors()) {
      if (!group.isEmpty() && (tensor.bytes() > room || group.size() == limits.tensors())) {
        groups.add(group);
        group = new ArrayList<>();
        room = limits.bytes();
      }
      group.add(tensor);
      room -= tensor.bytes();
    }
    groups.add(group);
    return groups;
  }
}
