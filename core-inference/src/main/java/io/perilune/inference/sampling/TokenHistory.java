package io.perilune.inference.sampling;

import java.util.Arrays;

/** The last tokens of prompt and output. */
final class TokenHistory {
  private static final int SPARE = 256;

  private int[] tokens;
  private int size;

  /** A history of the last tokens of a prompt, at most {@code window}, to which outputs come. */
  TokenHistory(int[] prompt, int window) {
    int first = Math.max(0, prompt.length - window);
    size = prompt.length - first;
    tokens = new int[Math.addExact(size, SPARE)];
    System.arraycopy(prompt, first, tokens, 0, size);
  }

  int size() {
    return size;
  }

  /** The token that came {@code back} tokens before the last one. */
  int fromEnd(int back) {
    return tokens[size - 1 - back];
  }

  void add(int token) {
    if (size == tokens.length) {
      tokens = Arrays.copyOf(tokens, Math.addExact(size, Math.max(SPARE, size / 2)));
    }
    tokens[size++] = token;
  }
}
