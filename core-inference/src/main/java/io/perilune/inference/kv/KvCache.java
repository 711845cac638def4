package io.perilune.inference.kv;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;

/**
 * Keys and values of all sequences, in blocks of {@value #BLOCK_TOKENS} tokens. The memory is
 * native and allocated once; sequences take blocks from the pool as they grow. Used by one thread.
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
    F16(2),
    F32(4);

    private final int bytes;

    Precision(int bytes) {
      this.bytes = bytes;
    }

    /** Bytes per value. */
    public int bytes() {
      return bytes;
    }
  }

  private final int layers;
  private final int rowWidth;
  private final Precision precision;
  private final int blocks;
  private final long layerBytes;
  private final long blockBytes;
  private final Arena arena;
  private final MemorySegment memory;
  private final ArrayDeque<Integer> free;

  /**
   * Allocates.
   *
   * @param layers layers of the model
   * @param rowWidth values per token and layer
   * @param tokens room for this many tokens, rounded up to whole blocks
   */
  public KvCache(int layers, int rowWidth, int tokens, Precision precision) {
    this.layers = layers;
    this.rowWidth = rowWidth;
    this.precision = precision;
    this.blocks = Math.ceilDiv(tokens, BLOCK_TOKENS);
    this.layerBytes = Math.multiplyExact((long) rowWidth * precision.bytes(), BLOCK_TOKENS);
    this.blockBytes = Math.multiplyExact(layerBytes, layers);
    this.arena = Arena.ofAuto();
    this.memory = arena.allocate(Math.multiplyExact(blockBytes, blocks), 64);
    this.free = new ArrayDeque<>(blocks);
    for (int block = 0; block < blocks; block++) {
      free.add(block);
    }
  }

  /** A new, empty sequence. */
  public KvSequence open() {
    return new KvSequence(this);
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

  /** Room in tokens that no sequence has taken. */
  public int freeTokens() {
    return free.size() * BLOCK_TOKENS;
  }

  /** Room in tokens, taken or not. */
  public int capacityTokens() {
    return blocks * BLOCK_TOKENS;
  }

  public long bytes() {
    return memory.byteSize();
  }

  /** The memory of all blocks; native. */
  public MemorySegment memory() {
    return memory;
  }

  /** Where the rows of a layer in a block begin in {@link #memory}. */
  public long offset(int block, int layer) {
    return block * blockBytes + layer * layerBytes;
  }

  /** Takes a block, or returns -1 if none is free. */
  int take() {
    Integer block = free.poll();
    return block == null ? -1 : block;
  }

  void giveBack(int block) {
    free.add(block);
  }

  @Override
  public void close() {
    free.clear();
  }
}
