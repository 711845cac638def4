package io.perilune.inference.model;

/** The dimensions of a layer's feed-forward block. */
public sealed interface FeedForwardConfig {
  /** How the router's outputs become weights. */
  enum Gating {
    /** Softmax over all experts. */
    SOFTMAX,
    /** Each expert's sigmoid. */
    SIGMOID
  }

  /** One gated block, {@code down(silu(gate x) * up x)}, of this inner width. */
  record Dense(int width) implements FeedForwardConfig {}

  /**
   * Routed experts, of which the best few run for each token, and optionally an expert that runs
   * for all.
   *
   * @param experts routed experts
   * @param used experts per token
   * @param width inner width of a routed expert
   * @param sharedWidth inner width of the shared expert; 0 if there is none
   * @param normalised whether the weights of a token's experts are made to sum to 1
   * @param scale factor on the weights
   */
  record MixtureOfExperts(
      int experts,
      int used,
      int width,
      int sharedWidth,
      Gating gating,
      boolean normalised,
      float scale)
      implements FeedForwardConfig {}
}
