package io.perilune.inference.model;

import io.perilune.inference.kernel.WeightMatrix;
import java.util.List;

/** The weights of a layer's feed-forward block. Matrices are given as outputs x inputs. */
sealed interface FeedForwardWeights {
  /** One gated block: gate and up inner x width, down width x inner. */
  record Gated(WeightMatrix gate, WeightMatrix up, WeightMatrix down)
      implements FeedForwardWeights {}

  /**
   * Routed experts.
   *
   * @param router experts x width
   * @param selectionBias added to the probabilities when experts are chosen, or null
   * @param experts each routed expert
   * @param shared the expert of all tokens, or null
   */
  record Experts(WeightMatrix router, float[] selectionBias, List<Gated> experts, Gated shared)
      implements FeedForwardWeights {}
}
