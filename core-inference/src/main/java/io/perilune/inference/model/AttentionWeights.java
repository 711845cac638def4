package io.perilune.inference.model;

import io.perilune.inference.kernel.WeightMatrix;
import java.util.List;

/** The weights of a layer's attention. Matrices are given as outputs x inputs. */
sealed interface AttentionWeights {
  /**
   * Grouped-query attention.
   *
   * @param query {@code heads * keyWidth} x width; keys and values likewise
   * @param queryBias one for each row of {@code query}, or null; keys and values likewise
   * @param queryNorm weights of the normalisation of each head's query, keyWidth, or null; keys
   *     likewise
   * @param output width x {@code heads * valueWidth}
   */
  record GroupedQuery(
      WeightMatrix query,
      float[] queryBias,
      float[] queryNorm,
      WeightMatrix key,
      float[] keyBias,
      float[] keyNorm,
      WeightMatrix value,
      float[] valueBias,
      WeightMatrix output)
      implements AttentionWeights {}

  /**
   * Latent attention.
   *
   * @param queryDown queryRank x width, or null if queries are projected in one step
   * @param queryNorm weights of the normalisation between, or null
   * @param query {@code heads * queryWidth} x queryRank (or width)
   * @param latent {@code latentRank + rotaryWidth} x width
   * @param latentNorm latentRank
   * @param absorbedKeys for each head, latentRank x plainWidth: the transposed key matrix
   * @param values for each head, valueWidth x latentRank
   * @param output width x {@code heads * valueWidth}
   */
  record MultiHeadLatent(
      WeightMatrix queryDown,
      float[] queryNorm,
      WeightMatrix query,
      WeightMatrix latent,
      float[] latentNorm,
      List<WeightMatrix> absorbedKeys,
      List<WeightMatrix> values,
      WeightMatrix output)
      implements AttentionWeights {}
}
