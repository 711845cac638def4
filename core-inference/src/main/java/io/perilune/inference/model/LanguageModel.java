package io.perilune.inference.model;

import io.perilune.inference.kv.KvCache;

/** A loaded model: one forward pass at a time, called by one thread. */
public interface LanguageModel extends AutoCloseable {
  int vocabularySize();

  /** The longest context that the model was made for, in tokens. */
  int contextLength();

  /** The most tokens in one batch. */
  int batchCapacity();

  /** The most tokens of one batch whose logits may be wanted. */
  int logitsCapacity();

  /**
   * A cache with room for this many tokens in all, over all sequences.
   *
   * @param precision how keys and values are stored
   * @throws IllegalArgumentException if the model's rows cannot be stored so
   */
  KvCache newCache(int tokens, KvCache.Precision precision);

  /**
   * Runs the batch through all layers and stores its keys and values in the tokens' sequences.
   *
   * @param logits receives {@link #vocabularySize} floats for each token whose logits are wanted,
   *     in the batch's order; damaged weights can make them infinite or NaN
   * @throws IllegalArgumentException if the batch or its wanted logits are more than the model's
   *     capacities, a token is not in the vocabulary, or a position has no room in its sequence
   */
  void forward(Batch batch, float[] logits);

  @Override
  void close();
}
