package io.perilune.inference.tokenizer;

import java.util.Arrays;
import java.util.List;

/** The bytes of all tokens, and the way back from bytes to the normal token that has them. */
final class TokenTable {
  private static final int NONE = -1;

  private final byte[] bytes;

  /** Where the bytes of each token begin; one more entry than tokens. */
  private final int[] offsets;

  /** Open addressing: tokens by the hash of their bytes. */
  private final int[] slots;

  private TokenTable(byte[] bytes, int[] offsets, int[] slots) {
    this.bytes = bytes;
    this.offsets = offsets;
    this.slots = slots;
  }

  /**
   * Builds the table.
   *
   * @param tokens the bytes of each token
   * @param types the kind of each token; only normal ones can be found by their bytes
   */
  static TokenTable of(List<byte[]> tokens, TokenType[] types) {
    int[] offsets = new int[tokens.size() + 1];
    for (int id = 0; id < tokens.size(); id++) {
      offsets[id + 1] = Math.addExact(offsets[id], tokens.get(id).length);
    }
    byte[] bytes = new byte[offsets[tokens.size()]];
    int[] slots = new int[HashSlots.sizeFor(tokens.size())];
    Arrays.fill(slots, NONE);
    TokenTable table = new TokenTable(bytes, offsets, slots);
    for (int id = 0; id < tokens.size(); id++) {
      byte[] token = tokens.get(id);
      System.arraycopy(token, 0, bytes, offsets[id], token.length);
      if (types[id] == TokenType.NORMAL) {
        int slot = table.slot(token, token.length);
        if (slots[slot] == NONE) {
          slots[slot] = id;
        }
      }
    }
    return table;
  }

  int size() {
    return offsets.length - 1;
  }

  /** A copy of a token's bytes. */
  byte[] bytes(int token) {
    return Arrays.copyOfRange(bytes, offsets[token], offsets[token + 1]);
  }

  /** The normal token with the first {@code length} bytes of {@code piece}, or -1. */
  int find(byte[] piece, int length) {
    return slots[slot(piece, length)];
  }

  /** The slot of the token with these bytes, or the empty slot where it would be. */
  private int slot(byte[] piece, int length) {
    int hash = 0;
    for (int i = 0; i < length; i++) {
      hash = 31 * hash + piece[i];
    }
    int slot = HashSlots.first(hash, slots.length);
    while (slots[slot] != NONE && !has(slots[slot], piece, length)) {
      slot = (slot + 1) & (slots.length - 1);
    }
    return slot;
  }

  private boolean has(int token, byte[] piece, int length) {
    return Arrays.equals(bytes, offsets[token], offsets[token + 1], piece, 0, length);
  }
}
