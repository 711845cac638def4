package io.perilune.inference.model;

import io.perilune.inference.kv.KvCache;
import io.perilune.inference.kv.KvSequence;
import java.util.Arrays;

/** Runs one sequence through a model, for tests. */
final class TokenRunner implements AutoCloseable {
  private final LanguageModel model;
  private final KvCache cache;
  private final KvSequence sequence;
  private final Batch batch;
  private final float[] batchLogits;
  private int length;

  TokenRunner(LanguageModel model, int capacity, KvCache.Precision precision) {
    this.model = model;
    this.cache = model.newCache(capacity, precision);
    this.sequence = cache.open();
    this.batch = new Batch(model.batchCapacity());
    this.batchLogits = new float[model.batchCapacity() * model.vocabularySize()];
    if (!sequence.reserve(capacity)) {
      throw new IllegalStateException("no room for " + capacity + " tokens");
    }
  }

  /** Appends tokens in batches of {@code chunk}; returns the logits after each of them. */
  float[] run(int[] tokens, int chunk) {
    int vocabulary = model.vocabularySize();
    float[] logits = new float[tokens.length * vocabulary];
    for (int start = 0; start < tokens.length; start += chunk) {
      int n = Math.min(chunk, tokens.length - start);
      batch.clear();
      for (int i = 0; i < n; i++) {
        batch.add(sequence, length++, tokens[start + i], true);
      }
      model.forward(batch, batchLogits);
      System.arraycopy(batchLogits, 0, logits, start * vocabulary, n * vocabulary);
    }
    return logits;
  }

  /** The {@code count} best tokens, one after the other, after these logits of the last token. */
  int[] greedy(float[] lastLogits, int count) {
    int[] tokens = new int[count];
    float[] logits = lastLogits;
    for (int i = 0; i < count; i++) {
      tokens[i] = best(logits, 0, model.vocabularySize());
      if (i < count - 1) {
        logits = run(new int[] {tokens[i]}, 1);
      }
    }
    return tokens;
  }

  /** The logits of the last token. */
  float[] last(float[] logits) {
    return Arrays.copyOfRange(logits, logits.length - model.vocabularySize(), logits.length);
  }

  static int best(float[] logits, int offset, int n) {
    int best = 0;
    for (int i = 1; i < n; i++) {
      if (logits[offset + i] > logits[offset + best]) {
        best = i;
      }
    }
    return best;
  }

  @Override
  public void close() {
    sequence.close();
    cache.close();
  }
}
