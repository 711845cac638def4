package io.perilune.inference.kv;

import java.util.Arrays;

/** The blocks of one sequence, in order of position. Used by the cache's thread. */
public final class KvSequence implements AutoCloseable {
  private static final int INITIAL_BLOCKS = 8;

  private final KvCache cache;
  private int[] blocks = new int[INITIAL_BLOCKS];
  private int count;

  KvSequence(KvCache cache) {
    this.cache = cache;
  }

  public KvCache cache() {
    return cache;
  }

  /**
   * Makes room for positions {@code [0, tokens)}.
   *
   * @return whether there is room now; if not, nothing has changed
   */
  public boolean reserve(int tokens) {
    int needed = Math.ceilDiv(tokens, KvCache.BLOCK_TOKENS);
    if ((long) (needed - count) * KvCache.BLOCK_TOKENS > cache.freeTokens()) {
      return false;
    }
    if (needed > blocks.length) {
      blocks = Arrays.copyOf(blocks, Math.max(needed, blocks.length * 2));
    }
    while (count < needed) {
      blocks[count++] = cache.take();
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
      cache.giveBack(blocks[i]);
    }
    count = 0;
  }
}
