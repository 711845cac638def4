package io.perilune.inference.tokenizer;

import java.util.Arrays;
import java.util.Objects;

/** A growing list of tokens. */
final class TokenList {
  private int[] tokens = new int[64];
  private int size;

  void add(int token) {
    if (size == tokens.length) {
      tokens = Arrays.copyOf(tokens, Math.multiplyExact(size, 2));
    }
    tokens[size++] = token;
  }

  int size() {
    return size;
  }

  int get(int index) {
    return tokens[Objects.checkIndex(index, size)];
  }

  void clear() {
    size = 0;
  }

  int[] toArray() {
    return Arrays.copyOf(tokens, size);
  }
}
