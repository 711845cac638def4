package io.perilune.inference.model;

/** A layer's attention, from the hidden state's normed activations to its update. */
sealed interface Attention permits GroupedQueryAttention, MultiHeadLatentAttention {
  /** Computes and stores what the cache keeps of these tokens. */
  void store(ActiveTokens tokens);

  /** Attends from each token to all stored tokens of its sequence up to its own position. */
  void attend(ActiveTokens tokens);
}
