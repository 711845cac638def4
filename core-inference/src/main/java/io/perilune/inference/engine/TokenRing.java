package io.perilune.inference.engine;

/** A first-in, first-out buffer of tokens with a fixed capacity. Not thread-safe. */
final class TokenRing {
  private final int[] tokens;
  private int first;
  private int size;

  TokenRing(int capacity) {
    tokens = new int[capacity];
  }

  boolean isEmpty() {
    return size == 0;
  }

  boolean isFull() {
    return size == tokens.length;
  }

  /** Adds a token; there must be room. */
  void add(int token) {
    if (isFull()) {
      throw new IllegalStateException("the ring of " + tokens.length + " tokens is full");
    }
    tokens[(first + size) % tokens.length] = token;
    size++;
  }

  /** Removes the oldest token; there must be one. */
  int remove() {
    if (isEmpty()) {
      throw new IllegalStateException("the ring is empty");
    }
    int token = tokens[first];
    first = (first + 1) % tokens.length;
    size--;
    return token;
  }
}
