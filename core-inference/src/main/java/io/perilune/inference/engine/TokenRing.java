package io.perilune.inference.engine;

import io.perilune.inference.sampling.TokenLogprobs;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;

/**
 * A first-in, first-out buffer of tokens with a fixed capacity. Either all of its tokens have log
 * probabilities or none. Not thread-safe.
 */
final class TokenRing {
  private final int[] tokens;
  private final Queue<TokenLogprobs> logprobs = new ArrayDeque<>();
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

  int capacity() {
    return tokens.length;
  }

  /** How many more tokens fit. */
  int room() {
    return tokens.length - size;
  }

  /** Adds a token; there must be room. */
  void add(int token, Optional<TokenLogprobs> itsLogprobs) {
    if (isFull()) {
      throw new IllegalStateException("the ring of " + tokens.length + " tokens is full");
    }
    tokens[(first + size) % tokens.length] = token;
    size++;
    if (itsLogprobs.isPresent()) {
      logprobs.add(itsLogprobs.get());
    }
  }

  /** The log probabilities of the oldest token, if it has any. */
  Optional<TokenLogprobs> firstLogprobs() {
    return Optional.ofNullable(logprobs.peek());
  }

  /** Removes the oldest token; there must be one. */
  int remove() {
    if (isEmpty()) {
      throw new IllegalStateException("the ring is empty");
    }
    logprobs.poll();
    int token = tokens[first];
    first = (first + 1) % tokens.length;
    size--;
    return token;
  }
}
