package io.perilune.inference.model;

import io.perilune.inference.kv.KvSequence;
import java.util.Arrays;

/**
 * The tokens of one forward pass: a list of (sequence, position, token), of any mixture of
 * sequences. Tokens of one sequence stand in order of their positions. Reused from pass to pass.
 */
public final class Batch {
  private final KvSequence[] sequences;
  private final int[] positions;
  private final int[] tokens;
  private final boolean[] wanted;
  private int size;
  private int wantedCount;

  /** A batch of at most {@code capacity} tokens. */
  public Batch(int capacity) {
    sequences = new KvSequence[capacity];
    positions = new int[capacity];
    tokens = new int[capacity];
    wanted = new boolean[capacity];
  }

  /** Takes all tokens out. */
  public void clear() {
    Arrays.fill(sequences, 0, size, null);
    size = 0;
    wantedCount = 0;
  }

  /**
   * Adds a token.
   *
   * @param sequence where its keys and values go; must have room for {@code position}
   * @param position its place in the sequence, from 0
   * @param logitsWanted whether the pass is to compute its logits
   * @throws IllegalStateException if the batch is full
   */
  public void add(KvSequence sequence, int position, int token, boolean logitsWanted) {
    if (size == capacity()) {
      throw new IllegalStateException("the batch holds its " + size + " tokens already");
    }
    sequences[size] = sequence;
    positions[size] = position;
    tokens[size] = token;
    wanted[size] = logitsWanted;
    size++;
    if (logitsWanted) {
      wantedCount++;
    }
  }

  public int size() {
    return size;
  }

  public int capacity() {
    return tokens.length;
  }

  /** The number of tokens whose logits are wanted. */
  public int logitsCount() {
    return wantedCount;
  }

  public KvSequence sequence(int i) {
    return sequences[i];
  }

  public int position(int i) {
    return positions[i];
  }

  public int token(int i) {
    return tokens[i];
  }

  public boolean logitsWanted(int i) {
    return wanted[i];
  }
}
