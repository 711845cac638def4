package io.perilune.inference.quant;

import io.perilune.gguf.GgmlType;
import java.lang.foreign.MemorySegment;

/** Writes weights in one format. Stateless. */
public interface WeightEncoder {
  GgmlType type();

  /**
   * Encodes a row, so that the sum of the squares of the errors is small.
   *
   * @param count of weights, a multiple of the type's block size
   * @param target takes {@code type().rowBytes(count)} bytes at {@code offset}
   * @throws IllegalArgumentException if a weight is no finite number or larger than the format can
   *     hold; the message gives its place within the row
   */
  void encode(float[] weights, int from, int count, MemorySegment target, long offset);
}
