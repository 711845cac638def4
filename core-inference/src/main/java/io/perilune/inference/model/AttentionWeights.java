package io.perilune.inference.model;

import io.perilune.inference.kernel.WeightMatrix;
import java.util.List;

/** The weights of a layer's attention. Matrices are given as outputs x inputs. */
sealed interface AttentionWeights {
  /** Query {@code heads * keyWidth} x width, key and value likewise, output width x outputs. */
  record GroupedQuery(WeightMatrix query, WeightMatrix key, WeightMatrix value, WeightMatrix output)
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
