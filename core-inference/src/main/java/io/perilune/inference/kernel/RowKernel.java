package io.perilune.inference.kernel;

import io.perilune.inference.quant.WeightFormats;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Vector code for one storage format: the product of rows with a single activation vector, straight
 * from the stored bytes, and the decoding of a row. One row after the other: a thread that reads
 * several at once gets half the memory speed.
 *
 * <p>Implementations keep all loads in one flat method. A helper that the compiler does not inline
 * turns vectors into objects; and HotSpot makes a fault in a mapped file an error, not the end of
 * the process, only in compiled methods that also hold a scalar read of the segment: that of the
 * block's factor here, which a method of vector loads alone does not have.
 */
interface RowKernel {
  /** Floats for which {@link #prepare} needs room, for {@code columns} activations. */
  default int preparedFloats(int columns) {
    return columns;
  }

  /**
   * Puts activations where and how {@link #multiply} reads them.
   *
   * @param n the columns of the matrix
   * @param at where they go in {@code out}, in bytes; a multiple of 64
   */
  default void prepare(float[] x, int xOffset, int n, MemorySegment out, long at) {
    MemorySegment.copy(x, xOffset, out, ValueLayout.JAVA_FLOAT, at, n);
  }

  /**
   * For each row {@code r} in {@code [rowFrom, rowTo)}, {@code y[yOffset + r] = sum over k of
   * w[r][k] * x[k]}. The caller has checked all ranges.
   *
   * @param x holds activations from byte {@code at} on, by {@link #prepare}
   */
  void multiply(
      WeightMatrix w, int rowFrom, int rowTo, MemorySegment x, long at, float[] y, int yOffset);

  /**
   * Decodes weights of a row, exactly as the format is defined.
   *
   * @param first the first weight, a multiple of the block size
   * @param count a multiple of the block size
   */
  default void decode(WeightMatrix w, int row, int first, int count, float[] out, int outOffset) {
    WeightFormats.of(w.type())
        .dequantise(w.data(), row * w.rowBytes(), first, count, out, outOffset);
  }
}
