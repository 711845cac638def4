package io.perilune.inference.model;

import io.perilune.inference.kernel.WeightMatrix;
import java.util.List;

/**
 * The weights of a model.
 *
 * @param embedding vocabulary x width
 * @param rotaryFactors what each rotated pair's frequency is divided by, or null
 * @param outputNorm width
 * @param output vocabulary x width
 */
record ModelWeights(
    WeightMatrix embedding,
    float[] rotaryFactors,
    List<Layer> layers,
    float[] outputNorm,
    WeightMatrix output) {

  /** The weights of one layer, with those of the normalisation before each block. */
  record Layer(
      float[] attentionNorm,
      AttentionWeights attention,
      float[] feedForwardNorm,
      FeedForwardWeights feedForward) {}
}
