package io.perilune.inference.kv;

import io.perilune.inference.kernel.Kernels;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Keys and values of all sequences, in blocks of {@value #BLOCK_TOKENS} tokens. The memory is
 * native and allocated once; sequences take blocks from the pool as they grow, and may share blocks
 * whose rows are complete. Blocks are taken and given back by one thread; rows may be read and
 * written by several threads at once as long as no row is written by one and used by another.
 *
 * <p>A block holds, for each layer, {@code BLOCK_TOKENS} rows of {@code rowWidth} values. What a
 * row means is the attention's business: latent and rotated key for MLA, all heads' keys then
 * values for GQA.
 */
public final class KvCache implements AutoCloseable {
  /** Tokens per block. */
  public static final int BLOCK_TOKENS = 64;

  /** How values are stored. */
  public enum Precision {
    /** IEEE half floats, rounded to nearest even. */
    F16(1, 2),
    /** Floats as they were computed. */
    F32(1, 4),
    /**
     * Groups of 32 values: their scale as a half float, then a signed byte for each. Rows are read
     * and written in whole groups, so this is not for models whose heads' keys or values are of
     * other widths than multiples of 32.
     */
    Q8_0(32, 34);

    private final int groupSize;
    private final int groupBytes;

    Precision(int groupSize, int groupBytes) {
      this.groupSize = groupSize;
      this.groupBytes = groupBytes;
    }

    /** Values that are stored together: each piece of a row is a multiple of this. */
    public int groupSize() {
      return groupSize;
    }

    /**
     * Bytes of so many values of a row.
     *
     * @throws IllegalArgumentException if they are no whole groups
     */
    public long bytes(int values) {
      if (values % groupSize != 0) {
        throw new IllegalArgumentException(
            "a KV cache in "
                + this
                + " stores values in groups of "
                + groupSize
                + ", and "
                + values
                + " values of a row are no whole groups; use F16");
      }
      return (long) values / groupSize * groupBytes;
    }
  }

  private static final long ALIGNMENT = 64;

  private final int layers;
  private final int rowWidth;
  private final Precision precision;
  private final BlockPool pool;
  private final long layerBytes;
  private final long blockBytes;
  private final MemorySegment memory;

  /**
   * Allocates.
   *
   * @param layers layers of the model
   * @param rowWidth values per token and layer
   * @param tokens room for this many tokens, rounded up to whole blocks
   * @throws IllegalArgumentException if a number is not positive, a row is no whole groups of the
   *     precision, or so much memory cannot be had
   */
  public KvCache(int layers, int rowWidth, int tokens, Precision precision) {
    if (layers < 1 || rowWidth < 1 || tokens < 1) {
      throw new IllegalArgumentException(
          "a KV cache of "
              + layers
              + " layers, "
              + rowWidth
              + " values per row and "
              + tokens
              + " tokens; all must be at least 1");
    }
    this.layers = layers;
    this.rowWidth = rowWidth;
    this.precision = precision;
    long rowBytes = precision.bytes(rowWidth);
    int blocks = Math.ceilDiv(tokens, BLOCK_TOKENS);
    try {
      Math.multiplyExact(blocks, BLOCK_TOKENS);
      this.layerBytes = Math.multiplyExact(rowBytes, BLOCK_TOKENS);
      this.blockBytes = Math.multiplyExact(layerBytes, layers);
      this.memory =
          Arena.ofAuto().allocate(Math.multiplyExact(blockBytes, (long) blocks), ALIGNMENT);
    } catch (ArithmeticException | OutOfMemoryError e) {
      throw new IllegalArgumentException(
          "a KV cache for " + tokens + " tokens does not fit; ask for a shorter context", e);
    }
    this.pool = new BlockPool(blocks);
  }

  /** A new, empty sequence that shares nothing; see {@link PrefixCache#open} for one that does. */
  public KvSequence open() {
    return new KvSequence(this, null);
  }

  public int rowWidth() {
    return rowWidth;
  }

  public int layers() {
    return layers;
  }

  public Precision precision() {
    return precision;
  }

  /** Room in tokens that no sequence and no retained prefix has taken. */
  public int freeTokens() {
    return pool.freeCount() * BLOCK_TOKENS;
  }

  /** Room in tokens that only retained prefixes take; {@link PrefixCache#makeRoom} frees it. */
  public int idleTokens() {
    return pool.idleCount() * BLOCK_TOKENS;
  }

  /** Room in tokens, taken or not. */
  public int capacityTokens() {
    return pool.size() * BLOCK_TOKENS;
  }

  /** The size of the memory. */
  public long bytes() {
    return memory.byteSize();
  }

  /**
   * Stores part of a row: {@code row[column + i] = x[xOffset + i]}. Column and length are multiples
   * of {@link Precision#groupSize}.
   *
   * @param row which of the block's {@code BLOCK_TOKENS} rows
   */
  public void write(
      Kernels kernels, int block, int layer, int row, int column, float[] x, int xOffset, int n) {
    long offset = offset(block, layer, row, column, n);
    switch (precision) {
      case F16 -> kernels.toHalf(x, xOffset, memory, offset, n);
      case F32 ->
          MemorySegment.copy(x, xOffset, memory, ValueLayout.JAVA_FLOAT_UNALIGNED, offset, n);
      case Q8_0 -> kernels.toQ8_0(x, xOffset, memory, offset, n);
    }
  }

  /**
   * Reads the same columns of the block's first {@code rows} rows: {@code out[outOffset + r * n +
   * i] = row r [column + i]}. Column and length are multiples of {@link Precision#groupSize}.
   */
  public void read(
      Kernels kernels,
      int block,
      int layer,
      int rows,
      int column,
      int n,
      float[] out,
      int outOffset) {
    if (rows < 0 || rows > BLOCK_TOKENS) {
      throw new IndexOutOfBoundsException(rows + " rows of a block of " + BLOCK_TOKENS);
    }
    if (n == rowWidth) {
      copy(kernels, offset(block, layer, 0, 0, n), out, outOffset, rows * n);
      return;
    }
    for (int r = 0; r < rows; r++) {
      copy(kernels, offset(block, layer, r, column, n), out, outOffset + r * n, n);
    }
  }

  private void copy(Kernels kernels, long offset, float[] out, int outOffset, int n) {
    switch (precision) {
      case F16 -> kernels.fromHalf(memory, offset, out, outOffset, n);
      case F32 ->
          MemorySegment.copy(memory, ValueLayout.JAVA_FLOAT_UNALIGNED, offset, out, outOffset, n);
      case Q8_0 -> kernels.fromQ8_0(memory, offset, out, outOffset, n);
    }
  }

  private long offset(int block, int layer, int row, int column, int n) {
    if (row < 0 || row >= BLOCK_TOKENS || column < 0 || n < 0 || n > rowWidth - column) {
      throw new IndexOutOfBoundsException(
          "row " + row + ", columns " + column + " + " + n + " of rows of " + rowWidth);
    }
    if (layer < 0 || layer >= layers || block < 0 || block >= pool.size()) {
      throw new IndexOutOfBoundsException("block " + block + ", layer " + layer);
    }
    return block * blockBytes + layer * layerBytes + rowBytes(row) + precision.bytes(column);
  }

  /** Copies the first {@code rows} rows of all layers to another block. */
  void copyRows(int from, int to, int rows) {
    for (int layer = 0; layer < layers; layer++) {
      rows(to, layer, rows).copyFrom(rows(from, layer, rows));
    }
  }

  /** The memory of a block's first {@code rows} rows in a layer. */
  MemorySegment rows(int block, int layer, int rows) {
    return memory.asSlice(offset(block, layer, 0, 0, 0), rowBytes(rows));
  }

  /** Bytes of so many rows of a layer, up to those of a block. */
  long rowBytes(int rows) {
    return rows * (layerBytes / BLOCK_TOKENS);
  }

  BlockPool pool() {
    return pool;
  }

  /** Hands out no more blocks; the memory goes when the last user has let go of this object. */
  @Override
  public void close() {
    pool.close();
  }
}
