package io.perilune.gguf;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Opens the files of a model: one, or all parts of a split set. Each part is a GGUF file of its own
 * with {@code split.no} (from 0), {@code split.count} and, for the number of tensors of all parts,
 * {@code split.tensors.count}; the model's metadata is in the first.
 */
final class SplitSet {
  static final String KEY_NUMBER = "split.no";
  static final String KEY_COUNT = "split.count";
  static final String KEY_TENSORS = "split.tensors.count";

  /** What a set's parts say about the set, and a whole file does not. */
  static final Set<String> KEYS = Set.of(KEY_NUMBER, KEY_COUNT, KEY_TENSORS);

  /** The format counts parts with 16 bits. */
  static final int PARTS_WRITTEN_MAX = (1 << 16) - 1;

  private static final String KEY_ARCHITECTURE = "general.architecture";

  private static final String REMEDY_SAME_SET =
      " Download all parts of the set again from one place.";

  private static final String REMEDY_NAMES = " Give all parts their original names.";

  /** Missing parts that a message lists. */
  private static final int MISSING_LISTED_MAX = 3;

  private SplitSet() {}

  /**
   * The headers of all parts in order, whichever of them {@code path} names.
   *
   * @throws IOException if a file cannot be read
   */
  static List<FileHeader> open(Path path, GgufFile.Storage storage) throws IOException {
    FileHeader opened = read(path, 0, storage);
    int count = count(opened);
    if (count <= 1) {
      return List.of(opened);
    }
    SplitName name = nameOf(opened, count);
    int number = opened.metadata().requireInt(KEY_NUMBER, 0, count - 1);
    if (number != name.number() - 1) {
      throw wrongNumber(opened, number, name.number());
    }
    requireAllParts(opened, path, name, number);
    List<FileHeader> parts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      FileHeader part =
          i == 0 && number == 0
              ? opened
              : read(path.resolveSibling(name.sibling(i + 1)), i, storage);
      checkPart(part, i, count);
      parts.add(part);
    }
    checkSameModel(parts);
    checkTensorCount(parts);
    checkTensorNames(parts);
    return List.copyOf(parts);
  }

  /** Opens one file and reads its header; {@code part} is its place in the set, from 0. */
  private static FileHeader read(Path path, int part, GgufFile.Storage storage) throws IOException {
    return FileHeader.read(FileContent.open(path, storage), part);
  }

  /** The number of parts that a file says its set has; 1 if it is not split. */
  static int count(FileHeader file) {
    return file.metadata().contains(KEY_COUNT)
        ? file.metadata().requireInt(KEY_COUNT, 0, GgufLimits.PARTS_MAX)
        : 1;
  }

  private static SplitName nameOf(FileHeader opened, int count) {
    SplitName name =
        SplitName.of(opened.name())
            .orElseThrow(
                () ->
                    opened
                        .metadata()
                        .error(
                            KEY_COUNT,
                            "is "
                                + count
                                + ", but the file's name does not end in "
                                + new SplitName("", 1, count).sibling(1)
                                + ", so the other parts cannot be found."
                                + REMEDY_NAMES));
    if (name.count() != count) {
      throw opened
          .metadata()
          .error(
              KEY_COUNT,
              "is "
                  + count
                  + ", but the file's name says "
                  + name.count()
                  + " parts."
                  + REMEDY_NAMES);
    }
    return name;
  }

  private static void requireAllParts(FileHeader opened, Path path, SplitName name, int number) {
    String missing =
        IntStream.rangeClosed(1, name.count())
            .mapToObj(name::sibling)
            .filter(sibling -> !Files.exists(path.resolveSibling(sibling)))
            .limit(MISSING_LISTED_MAX)
            .map(FormatErrors::shown)
            .collect(Collectors.joining(", "));
    if (!missing.isEmpty()) {
      throw opened
          .metadata()
          .error(
              KEY_NUMBER,
              "is "
                  + number
                  + ": this is part "
                  + (number + 1)
                  + " of "
                  + name.count()
                  + ", but its folder lacks "
                  + missing
                  + ". Download all parts into one folder.");
    }
  }

  private static void checkPart(FileHeader part, int index, int count) {
    GgufMetadata metadata = part.metadata();
    long claimed = metadata.requireInteger(KEY_COUNT);
    if (claimed != count) {
      throw metadata.error(
          KEY_COUNT,
          "is " + claimed + "; the part that was opened says " + count + "." + REMEDY_SAME_SET);
    }
    long number = metadata.requireInteger(KEY_NUMBER);
    if (number != index) {
      throw wrongNumber(part, number, index + 1);
    }
  }

  private static GgufFormatException wrongNumber(FileHeader part, long number, int numberInName) {
    return part.metadata()
        .error(
            KEY_NUMBER,
            "is "
                + number
                + ", so this is part "
                + (number + 1)
                + ", but its name says part "
                + numberInName
                + "."
                + REMEDY_NAMES);
  }

  private static void checkSameModel(List<FileHeader> parts) {
    Optional<String> architecture = parts.getFirst().metadata().string(KEY_ARCHITECTURE);
    for (FileHeader part : parts) {
      Optional<String> other = part.metadata().string(KEY_ARCHITECTURE);
      if (other.isPresent() && !other.equals(architecture)) {
        throw part.metadata()
            .error(
                KEY_ARCHITECTURE,
                "is '"
                    + FormatErrors.shown(other.get())
                    + "'; in the first part it is '"
                    + FormatErrors.shown(architecture.orElse(""))
                    + "'."
                    + REMEDY_SAME_SET);
      }
    }
  }

  private static void checkTensorCount(List<FileHeader> parts) {
    long total = parts.stream().mapToLong(part -> part.tensors().size()).sum();
    for (FileHeader part : parts) {
      long claimed = part.metadata().integer(KEY_TENSORS).orElse(total);
      if (claimed != total) {
        throw part.metadata()
            .error(
                KEY_TENSORS,
                "is " + claimed + ", but the parts hold " + total + " tensors." + REMEDY_SAME_SET);
      }
    }
  }

  private static void checkTensorNames(List<FileHeader> parts) {
    Map<String, String> partOf = new HashMap<>();
    for (FileHeader part : parts) {
      for (TensorInfo tensor : part.tensors()) {
        String other = partOf.put(tensor.name(), part.name());
        if (other != null) {
          throw part.errors()
              .nowhere(
                  FormatErrors.tensor(tensor.name()),
                  "is also in " + FormatErrors.shown(other) + "." + REMEDY_SAME_SET);
        }
      }
    }
  }
}
