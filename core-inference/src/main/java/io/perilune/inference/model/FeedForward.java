package io.perilune.inference.model;

/** A layer's feed-forward block, from the hidden state's normed activations to its update. */
sealed interface FeedForward permits DenseFeedForward, MixtureOfExperts {
  void forward(int tokens);
}
