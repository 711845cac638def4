package io.perilune.inference.sampling;

import java.util.Arrays;

/**
 * A whole number for each of some tokens: a hash table with open addressing, whose entries can be
 * walked in the order of their first mention.
 */
final class TokenTable {
  private static final int EMPTY = 0;
  private static final int FIRST_CAPACITY = 16;

  private int[] tokens = new int[FIRST_CAPACITY];
  private int[] values = new int[FIRST_CAPACITY];
  private int size;

  /** Places of entries plus one; twice as many slots as entries fit. */
  private int[] slots = new int[2 * FIRST_CAPACITY];

  int size() {
    return size;
  }

  int token(int place) {
    return tokens[place];
  }

  int value(int place) {
    return values[place];
  }

  /** The value of a token; 0 if it was never mentioned. */
  int get(int token) {
    int entry = slots[slot(token)];
    return entry == EMPTY ? 0 : values[entry - 1];
  }

  void add(int token, int amount) {
    int place = place(token);
    values[place] += amount;
  }

  void raiseTo(int token, int least) {
    int place = place(token);
    values[place] = Math.max(values[place], least);
  }

  /** Forgets all tokens. */
  void clear() {
    Arrays.fill(slots, EMPTY);
    size = 0;
  }

  private int place(int token) {
    int slot = slot(token);
    if (slots[slot] == EMPTY) {
      if (size == tokens.length) {
        grow();
        slot = slot(token);
      }
      tokens[size] = token;
      values[size] = 0;
      slots[slot] = ++size;
    }
    return slots[slot] - 1;
  }

  /** The slot of a token, or the empty one where it belongs. */
  private int slot(int token) {
    int mask = slots.length - 1;
    int slot = token * 0x9E37_79B1 >>> 7 & mask;
    while (slots[slot] != EMPTY && tokens[slots[slot] - 1] != token) {
      slot = slot + 1 & mask;
    }
    return slot;
  }

  private void grow() {
    int capacity = Math.multiplyExact(2, tokens.length);
    tokens = Arrays.copyOf(tokens, capacity);
    values = Arrays.copyOf(values, capacity);
    slots = new int[Math.multiplyExact(2, capacity)];
    for (int i = 0; i < size; i++) {
      slots[slot(tokens[i])] = i + 1;
    }
  }
}
