package io.perilune.inference.quantise;

import io.perilune.gguf.GgmlType;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** A type in which weights can be written. */
public enum TargetType {
  F16(GgmlType.F16, 1, null),
  BF16(GgmlType.BF16, 32, null),
  Q8_0(GgmlType.Q8_0, 7, F16),
  IQ4_NL(GgmlType.IQ4_NL, 25, F16),
  Q4_0(GgmlType.Q4_0, 2, F16),
  /** File type 14 is that of files in which no matrices but the output have a larger type. */
  Q4_K(GgmlType.Q4_K, 14, IQ4_NL),
  Q6_K(GgmlType.Q6_K, 18, Q8_0);

  private final GgmlType type;
  private final int fileType;
  private final TargetType fallback;

  /**
   * A type.
   *
   * @param fileType the number by which {@code general.file_type} calls a file of such weights
   * @param fallback takes the place of a type whose blocks do not divide a row; null where blocks
   *     are single weights
   */
  TargetType(GgmlType type, int fileType, TargetType fallback) {
    this.type = type;
    this.fileType = fileType;
    this.fallback = fallback;
  }

  /**
   * The type of this name, in any case.
   *
   * @throws IllegalArgumentException if there is none; the message lists those there are
   */
  public static TargetType of(String name) {
    String upper = name.toUpperCase(Locale.ROOT);
    return Arrays.stream(values())
        .filter(type -> type.name().equals(upper))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "'"
                        + name
                        + "' is no type that can be written; choose one of "
                        + Arrays.stream(values())
                            .map(Enum::name)
                            .collect(Collectors.joining(", "))));
  }

  /** The type as files have it. */
  public GgmlType type() {
    return type;
  }

  int fileType() {
    return fileType;
  }

  /** Whether it spends fewer bits on a weight. */
  boolean smallerThan(TargetType other) {
    return bitsPerWeight() < other.bitsPerWeight();
  }

  /** This type, or the first of those that may take its place, whose blocks divide a row. */
  TargetType fitting(long rowElements) {
    return rowElements % type.blockSize() == 0 ? this : fallback.fitting(rowElements);
  }

  private double bitsPerWeight() {
    return (double) type.bytesPerBlock() * Byte.SIZE / type.blockSize();
  }
}
