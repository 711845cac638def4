package io.perilune.inference.sampling;

/** The logits of one position, for the whole vocabulary. Changes go to a copy. */
final class LogitRow {
  private final int size;
  private float[] logits;
  private int offset;

  /** Allocated by the first change. */
  private float[] copy;

  private float greatest;

  /** A row for a vocabulary of this size. */
  LogitRow(int size) {
    this.size = size;
  }

  /**
   * Takes the logits that stand at an offset.
   *
   * @return whether they are usable: none is NaN or positive infinity, and one is finite
   */
  boolean read(float[] source, int sourceOffset) {
    logits = source;
    offset = sourceOffset;
    findGreatest();
    // NaN is neither.
    return greatest > Float.NEGATIVE_INFINITY && greatest < Float.POSITIVE_INFINITY;
  }

  /** Finds the greatest logit again after changes. */
  void findGreatest() {
    // Math.max gives NaN if there is any.
    float most = Float.NEGATIVE_INFINITY;
    for (int i = offset; i < offset + size; i++) {
      most = Math.max(most, logits[i]);
    }
    greatest = most + 0.0f; // makes -0 the 0 that it equals
  }

  int size() {
    return size;
  }

  float greatest() {
    return greatest;
  }

  float get(int token) {
    return logits[offset + token];
  }

  void set(int token, float logit) {
    if (logits != copy) {
      if (copy == null) {
        copy = new float[size];
      }
      System.arraycopy(logits, offset, copy, 0, size);
      logits = copy;
      offset = 0;
    }
    logits[token] = logit;
  }

  /** The first token with the greatest logit. */
  int indexOfGreatest() {
    int token = 0;
    while (get(token) != greatest) {
      token++;
    }
    return token;
  }

  /** Puts as many of the best tokens as {@code items} has room for into it, best first. */
  void selectGreatest(long[] items, int count) {
    for (int token = 0; token < count; token++) {
      items[token] = ScoredToken.pack(get(token), token);
    }
    LongHeap.heapify(items, count);
    float least = ScoredToken.score(items[0]);
    for (int token = count; token < size; token++) {
      float logit = logits[offset + token];
      if (logit > least) {
        items[0] = ScoredToken.pack(logit, token);
        LongHeap.siftDown(items, 0, count);
        least = ScoredToken.score(items[0]);
      }
    }
    LongHeap.sort(items, count);
  }
}
