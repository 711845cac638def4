package io.perilune.inference.tokenizer;

import java.util.Arrays;

/** The bytes of all tokens, and the way back from bytes to the token that has them. */
final class TokenTable {
  private static final int NONE = -1;

  /** Where the bytes of each token begin; one more entry than tokens. */
  private final int[] offsets;

  /** Open addressing: tokens by the hash of their bytes. */
  private final int[] slots;

  private byte[] bytes = new byte[1024];
  private int size;
  private int longest;

  /** A table with room for {@code capacity} tokens. */
  TokenTable(int capacity) {
    offsets = new int[capacity + 1];
    slots = new int[HashSlots.sizeFor(capacity)];
    Arrays.fill(slots, NONE);
  }

  /** Adds the next token, which cannot be found by its bytes. */
  void add(byte[] token) {
    int end = Math.addExact(offsets[size], token.length);
    if (end > bytes.length) {
      bytes =
          Arrays.copyOf(bytes, (int) Math.max(end, Math.min(2L * bytes.length, Integer.MAX_VALUE)));
    }
    System.arraycopy(token, 0, bytes, offsets[size], token.length);
    offsets[++size] = end;
    longest = Math.max(longest, token.length);
  }

  /**
   * Adds the next token, to be found by its bytes.
   *
   * @return -1, or the token that is found by these bytes already
   */
  int addFindable(byte[] token) {
    int slot = slot(token, 0, token.length);
    int first = slots[slot];
    if (first == NONE) {
      slots[slot] = size;
    }
    add(token);
    return first;
  }

  int size() {
    return size;
  }

  /** The bytes of the longest token. */
  int longest() {
    return longest;
  }

  /** A copy of a token's bytes. */
  byte[] bytes(int token) {
    return Arrays.copyOfRange(bytes, offsets[token], offsets[token + 1]);
  }

  /** The token with the bytes {@code [from, to)} of {@code piece}, or -1. */
  int find(byte[] piece, int from, int to) {
    return slots[slot(piece, from, to)];
  }

  /** The slot of the token with these bytes, or the empty slot where it would be. */
  private int slot(byte[] piece, int from, int to) {
    int hash = 0;
    for (int i = from; i < to; i++) {
      hash = 31 * hash + piece[i];
    }
    int slot = HashSlots.first(hash, slots.length);
    while (slots[slot] != NONE && !has(slots[slot], piece, from, to)) {
      slot = (slot + 1) & (slots.length - 1);
    }
    return slot;
  }

  private boolean has(int token, byte[] piece, int from, int to) {
    return Arrays.equals(bytes, offsets[token], offsets[token + 1], piece, from, to);
  }
}
