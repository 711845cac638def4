package io.perilune.inference.kv;

import java.util.Arrays;

/**
 * The blocks of one sequence, in order of position. Its first blocks may be shared with the prefix
 * tree and with other sequences; all of their rows are complete, so that no row is ever written
 * that another sequence reads. Used by the cache's thread.
 */
public final class KvSequence implements AutoCloseable {
  private static final int INITIAL_BLOCKS = 8;

  private final KvCache cache;
  private final String owner;
  private int[] blocks = new int[INITIAL_BLOCKS];
  private int count;
  private int cachedTokens;

  /** The prefix tree's node of the last shared block; null before the first one. */
  private PrefixNode tip;

  /**
   * An empty sequence.
   *
   * @param owner whose prefixes it may share; null if it shares none
   */
  KvSequence(KvCache cache, String owner) {
    this.cache = cache;
    this.owner = owner;
  }

  public KvCache cache() {
    return cache;
  }

  /** How many leading positions were already computed when the sequence was opened. */
  public int cachedTokens() {
    return cachedTokens;
  }

  /**
   * Makes room for positions {@code [0, tokens)}.
   *
   * @return whether there is room now; if not, nothing has changed
   */
  public boolean reserve(int tokens) {
    int needed = Math.ceilDiv(tokens, KvCache.BLOCK_TOKENS);
    if (needed - count > cache.pool().freeCount()) {
      return false;
    }
    while (count < needed) {
      append(cache.pool().take());
    }
    return true;
  }

  /** Room in tokens. */
  public int capacity() {
    return count * KvCache.BLOCK_TOKENS;
  }

  /**
   * The block that holds {@code position}; its row there is {@code position % BLOCK_TOKENS}.
   *
   * @throws IndexOutOfBoundsException if the position lies beyond {@link #capacity}
   */
  public int block(int position) {
    int index = position / KvCache.BLOCK_TOKENS;
    if (position < 0 || index >= count) {
      throw new IndexOutOfBoundsException(
          "position " + position + " of a sequence with room for " + capacity());
    }
    return blocks[index];
  }

  /** Gives all blocks back. */
  @Override
  public void close() {
    for (int i = 0; i < count; i++) {
      cache.pool().release(blocks[i]);
    }
    count = 0;
    tip = null;
  }

  String owner() {
    return owner;
  }

  int blockCount() {
    return count;
  }

  PrefixNode tip() {
    return tip;
  }

  /** How many leading blocks are those of the prefix tree's nodes up to {@link #tip}. */
  int sharedBlocks() {
    return tip == null ? 0 : tip.depth() + 1;
  }

  void setCachedTokens(int tokens) {
    cachedTokens = tokens;
  }

  /**
   * Uses the block of the next node of the prefix tree from now on, in place of its own if it has
   * one there.
   *
   * @param node a complete child of {@link #tip}
   */
  void follow(PrefixNode node) {
    int index = node.depth();
    if (index == count) {
      cache.pool().share(node.block());
      append(node.block());
    } else if (blocks[index] != node.block()) {
      cache.pool().share(node.block());
      cache.pool().release(blocks[index]);
      blocks[index] = node.block();
    }
    tip = node;
  }

  private void append(int block) {
    if (count == blocks.length) {
      blocks = Arrays.copyOf(blocks, Math.multiplyExact(count, 2));
    }
    blocks[count++] = block;
  }
}
