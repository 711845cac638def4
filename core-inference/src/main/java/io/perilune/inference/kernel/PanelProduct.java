package io.perilune.inference.kernel;

import java.util.Arrays;

/**
 * Products of a weight matrix with many activation vectors: a panel of weights is decoded into a
 * cache's worth of floats and multiplied with blocks of tokens side by side.
 *
 * <p>The vectors are first rearranged, once for all rows and all matrices that they meet: blocks of
 * {@value #BLOCK} tokens; in a block, for each element, the tokens' values side by side. The last
 * block is narrower, a multiple of {@value #PADDING}, and padded with zeros.
 *
 * <p>The panel of {@value #ROWS} rows and {@value #DEPTH} columns, its results for {@value #RUN}
 * tokens and what they need of the tokens lie in a second-level cache of 1 MiB; the part of a block
 * that six rows are multiplied with at a time, {@value #SLAB} elements of {@value #BLOCK} tokens,
 * lies in a first-level cache of 32 KiB or more.
 */
public final class PanelProduct {
  /** Tokens of a whole block. */
  public static final int BLOCK = 64;

  /** Tokens to whose multiples the last block is padded. */
  public static final int PADDING = 16;

  /** Rows of a panel; a multiple of those that are multiplied at once. */
  public static final int ROWS = 96;

  private static final int DEPTH = 256;
  private static final int SLAB = 128;
  private static final int RUN = 512;

  /** Where results begin in a tile. */
  private static final int RESULTS = ROWS * DEPTH;

  /** Floats of scratch that a caller needs. */
  static final int TILE = RESULTS + ROWS * RUN;

  private PanelProduct() {}

  /**
   * Floats that rearranged vectors take.
   *
   * @param width of a vector
   * @throws ArithmeticException if they are too many for an array
   */
  public static int floats(int tokens, int width) {
    return Math.multiplyExact(padded(tokens), width);
  }

  private static int padded(int tokens) {
    return Math.addExact(tokens, PADDING - 1) / PADDING * PADDING;
  }

  /**
   * Rearranges the vectors of {@value #PADDING} tokens, or fewer at the end.
   *
   * @param x whose elements from {@code xOffset} on are the vectors
   * @param tokens of all blocks
   * @param first the first of the tokens to rearrange, a multiple of {@value #PADDING}
   * @param panels receives them
   * @param offset where the first block begins
   */
  public static void rearrange(
      Kernels kernels,
      Activations x,
      int xOffset,
      int width,
      int tokens,
      int first,
      float[] panels,
      int offset) {
    int block = first / BLOCK * BLOCK;
    int row = Math.min(BLOCK, padded(tokens) - block);
    int at = offset + block * width + first - block;
    int count = Math.min(PADDING, tokens - first);
    if (count < PADDING) {
      for (int k = 0; k < width; k++) {
        Arrays.fill(panels, at + k * row + count, at + k * row + PADDING, 0);
      }
    }
    kernels.transpose(x.data(), x.row(first) + xOffset, x.width(), panels, at, row, count, width);
  }

  /**
   * Some rows of a product, as in {@link Kernels#multiply}, with rearranged vectors.
   *
   * @param tokens as many as have been rearranged, at least 1
   * @param tile scratch of at least {@link Kernels#TILE} floats, private to the caller
   */
  public static void multiply(
      Kernels kernels,
      WeightMatrix w,
      int rowFrom,
      int rowTo,
      float[] panels,
      int offset,
      Activations y,
      int yOffset,
      int tokens,
      float[] tile) {
    for (int first = 0; first < tokens; first += RUN) {
      int end = Math.min(tokens, first + RUN);
      for (int row = rowFrom; row < rowTo; row += ROWS) {
        int rows = Math.min(ROWS, rowTo - row);
        multiplyPanel(kernels, w, row, rows, panels, offset, first, end, padded(tokens), tile);
        kernels.transpose(
            tile,
            RESULTS,
            RUN,
            y.data(),
            y.row(first) + yOffset + row,
            y.width(),
            rows,
            end - first);
      }
    }
  }

  private static void multiplyPanel(
      Kernels kernels,
      WeightMatrix w,
      int row,
      int rows,
      float[] panels,
      int offset,
      int first,
      int end,
      int padded,
      float[] tile) {
    int width = Math.min(padded, first + RUN) - first;
    for (int r = 0; r < rows; r++) {
      Arrays.fill(tile, RESULTS + r * RUN, RESULTS + r * RUN + width, 0);
    }
    for (int k = 0; k < w.columns(); k += DEPTH) {
      int depth = Math.min(DEPTH, w.columns() - k);
      for (int r = 0; r < rows; r++) {
        kernels.decode(w, row + r, k, depth, tile, r * DEPTH);
      }
      for (int slab = 0; slab < depth; slab += SLAB) {
        int slabDepth = Math.min(SLAB, depth - slab);
        for (int block = first; block < end; block += BLOCK) {
          int columns = Math.min(BLOCK, padded - block);
          int at = offset + block * w.columns() + (k + slab) * columns;
          int results = RESULTS + block - first;
          kernels.addProduct(
              tile, slab, DEPTH, panels, at, columns, tile, results, RUN, rows, columns, slabDepth);
        }
      }
    }
  }
}
