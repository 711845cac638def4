package io.perilune.inference.quant;

import io.perilune.gguf.GgmlType;
import java.lang.foreign.MemorySegment;

/** How one type of weights is stored. Stateless. */
public interface WeightFormat {
  GgmlType type();

  /**
   * Decodes {@code count} weights of one row, exactly as the format is defined.
   *
   * @param source holds the row
   * @param offset where the row begins, its meta bytes included
   * @param first the first weight within the row, a multiple of the block size
   * @param count a multiple of the block size
   */
  void dequantise(
      MemorySegment source, long offset, int first, int count, float[] out, int outOffset);
}
