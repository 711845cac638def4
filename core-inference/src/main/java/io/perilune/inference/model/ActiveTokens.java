package io.perilune.inference.model;

import io.perilune.inference.kv.KvSequence;

/**
 * The tokens of a batch that a step computes: all of them, or in the last layer those whose logits
 * are wanted. Row {@code i} of the activations belongs to active token {@code i}.
 */
final class ActiveTokens {
  private final int[] indices;
  private int count;
  private Batch batch;

  ActiveTokens(int capacity) {
    indices = new int[capacity];
  }

  void selectAll(Batch batch) {
    this.batch = batch;
    count = batch.size();
    for (int i = 0; i < count; i++) {
      indices[i] = i;
    }
  }

  void selectWanted(Batch batch) {
    this.batch = batch;
    count = 0;
    for (int i = 0; i < batch.size(); i++) {
      if (batch.logitsWanted(i)) {
        indices[count++] = i;
      }
    }
  }

  int count() {
    return count;
  }

  /** Where token {@code i} stands in the batch. */
  int batchIndex(int i) {
    return indices[i];
  }

  KvSequence sequence(int i) {
    return batch.sequence(indices[i]);
  }

  int position(int i) {
    return batch.position(indices[i]);
  }
}
