package io.perilune.inference.kv;

/**
 * Which blocks are free, and how many users each of the others has. A user is a sequence, or the
 * prefix tree, which holds a block at most once: such a block is <em>retained</em>, and
 * <em>idle</em> as long as nobody else uses it. Every block is free or has users; used by the
 * cache's thread only.
 */
final class BlockPool {
  private final int[] free;
  private final int[] users;
  private final boolean[] retained;
  private int freeCount;
  private int idleCount;

  BlockPool(int blocks) {
    free = new int[blocks];
    users = new int[blocks];
    retained = new boolean[blocks];
    for (int block = blocks - 1; block >= 0; block--) {
      free[freeCount++] = block;
    }
  }

  int size() {
    return users.length;
  }

  /** Blocks that nobody uses. */
  int freeCount() {
    return freeCount;
  }

  /** Blocks that only the prefix tree uses. */
  int idleCount() {
    return idleCount;
  }

  /** Whether somebody besides the prefix tree uses a retained block. */
  boolean busy(int block) {
    return users[block] > 1;
  }

  int users(int block) {
    return users[block];
  }

  /**
   * Takes a free block for its first user.
   *
   * @throws IllegalStateException if none is free
   */
  int take() {
    if (freeCount == 0) {
      throw new IllegalStateException("no block of the KV cache is free");
    }
    int block = free[--freeCount];
    users[block] = 1;
    return block;
  }

  /** Adds a user to a block that has some. */
  void share(int block) {
    requireUsed(block);
    if (retained[block] && users[block] == 1) {
      idleCount--;
    }
    users[block]++;
  }

  /** Takes a user off. */
  void release(int block) {
    requireUsed(block);
    users[block]--;
    if (users[block] == 0) {
      free[freeCount++] = block;
    } else if (retained[block] && users[block] == 1) {
      idleCount++;
    }
  }

  /** The prefix tree becomes a user of a block that a sequence has. */
  void retain(int block) {
    requireUsed(block);
    if (retained[block]) {
      throw new IllegalStateException("block " + block + " is in the prefix tree already");
    }
    retained[block] = true;
    users[block]++;
  }

  /** The prefix tree is no longer a user. */
  void forget(int block) {
    if (!retained[block]) {
      throw new IllegalStateException("block " + block + " is not in the prefix tree");
    }
    if (users[block] == 1) {
      idleCount--;
    }
    retained[block] = false;
    release(block);
  }

  /** Hands out no more blocks. */
  void close() {
    freeCount = 0;
  }

  private void requireUsed(int block) {
    if (users[block] == 0) {
      throw new IllegalStateException("block " + block + " of the KV cache is free");
    }
  }
}
