package io.perilune.gguf;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The types of tensor elements that Perilune knows, with their storage sizes. A row of {@code n}
 * elements takes {@code rowMetaBytes + n / blockSize * bytesPerBlock} bytes.
 */
public enum GgmlType {
  F32(0, 1, 4),
  F16(1, 1, 2),
  Q4_0(2, 32, 18),
  Q4_1(3, 32, 20),
  Q5_0(6, 32, 22),
  Q5_1(7, 32, 24),
  Q8_0(8, 32, 34),
  Q2_K(10, 256, 84),
  Q3_K(11, 256, 110),
  Q4_K(12, 256, 144),
  Q5_K(13, 256, 176),
  Q6_K(14, 256, 210),
  IQ2_XXS(16, 256, 66),
  IQ2_XS(17, 256, 74),
  IQ3_XXS(18, 256, 98),
  IQ1_S(19, 256, 50),
  IQ4_NL(20, 32, 18),
  IQ3_S(21, 256, 110),
  IQ2_S(22, 256, 82),
  IQ4_XS(23, 256, 136),
  IQ1_M(29, 256, 56),
  BF16(30, 1, 2),
  MXFP4(39, 32, 17),
  Q6_0(133, 32, 26),
  IQ2_K(137, 256, 76),
  IQ3_K(138, 256, 110),
  IQ4_K(139, 256, 144),
  IQ5_K(140, 256, 176),
  IQ6_K(141, 256, 212),
  IQ4_KS(144, 256, 136, 4),
  IQ2_KS(145, 256, 70, 2),
  IQ4_KSS(146, 256, 128, 4),
  IQ5_KS(152, 256, 168, 4),
  IQ2_KT(153, 256, 68, 4),
  IQ3_KT(154, 256, 100, 4),
  IQ4_KT(155, 256, 128, 4),
  IQ3_KS(156, 256, 102, 2),
  IQ2_KL(157, 256, 86, 2),
  IQ1_KT(158, 256, 56, 4);

  private static final Map<Integer, GgmlType> BY_ID =
      Arrays.stream(values())
          .collect(Collectors.toUnmodifiableMap(GgmlType::id, Function.identity()));

  private final int id;
  private final int blockSize;
  private final int bytesPerBlock;
  private final int rowMetaBytes;

  GgmlType(int id, int blockSize, int bytesPerBlock) {
    this(id, blockSize, bytesPerBlock, 0);
  }

  GgmlType(int id, int blockSize, int bytesPerBlock, int rowMetaBytes) {
    this.id = id;
    this.blockSize = blockSize;
    this.bytesPerBlock = bytesPerBlock;
    this.rowMetaBytes = rowMetaBytes;
  }

  /** The type with this id in a file, if Perilune knows it. */
  public static Optional<GgmlType> byId(int id) {
    return Optional.ofNullable(BY_ID.get(id));
  }

  /** The id in a file's tensor table. */
  public int id() {
    return id;
  }

  /** Elements per block; a row's length is a multiple of it. */
  public int blockSize() {
    return blockSize;
  }

  public int bytesPerBlock() {
    return bytesPerBlock;
  }

  /** Bytes before the blocks of each row. */
  public int rowMetaBytes() {
    return rowMetaBytes;
  }

  /**
   * Bytes of a row of this many elements.
   *
   * @param elements a multiple of {@link #blockSize}
   * @throws ArithmeticException if the size does not fit a {@code long}
   */
  public long rowBytes(long elements) {
    if (elements < 0 || elements % blockSize != 0) {
      throw new IllegalArgumentException(
          "a row of "
              + elements
              + " elements is no multiple of "
              + this
              + "'s block of "
              + blockSize);
    }
    return Math.addExact(
        rowMetaBytes, Math.multiplyExact(elements / blockSize, (long) bytesPerBlock));
  }

  /**
   * Bytes of a tensor of this shape.
   *
   * @param shape its dimensions, the contiguous one first; that is a multiple of {@link #blockSize}
   * @throws ArithmeticException if the size, or the number of elements, does not fit a {@code long}
   */
  public long bytes(List<Long> shape) {
    long rows = 1;
    for (long dimension : shape.subList(1, shape.size())) {
      rows = Math.multiplyExact(rows, dimension);
    }
    Math.multiplyExact(rows, shape.getFirst());
    return Math.multiplyExact(rows, rowBytes(shape.getFirst()));
  }
}
