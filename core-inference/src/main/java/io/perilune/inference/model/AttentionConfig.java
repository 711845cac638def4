package io.perilune.inference.model;

import java.math.BigInteger;

/** The dimensions of a layer's attention. */
public sealed interface AttentionConfig {
  /** Query heads. */
  int heads();

  /** Values per token that the KV cache keeps. */
  int cacheWidth();

  /** The values of a cached row are read in pieces that are multiples of this width. */
  int cachePiece();

  /** Width of all heads' outputs together, before the output projection. */
  int outputWidth();

  /** What scores are multiplied by before the softmax. */
  float scoreScale();

  /**
   * Grouped-query attention: each key-value head serves {@code heads / keyValueHeads} query heads.
   *
   * @param keyWidth width of a query and of a key
   * @param valueWidth width of a value
   * @param biases whether the projections to queries, keys and values have biases
   * @param headNorms whether each head's query and key are normalised before they are rotated
   */
  record GroupedQuery(
      int heads,
      int keyValueHeads,
      int keyWidth,
      int valueWidth,
      float scoreScale,
      boolean biases,
      boolean headNorms)
      implements AttentionConfig {
    @Override
    public int cacheWidth() {
      return Math.multiplyExact(keyValueHeads, keyWidth + valueWidth);
    }

    @Override
    public int cachePiece() {
      return BigInteger.valueOf(keyWidth).gcd(BigInteger.valueOf(valueWidth)).intValueExact();
    }

    @Override
    public int outputWidth() {
      return Math.multiplyExact(heads, valueWidth);
    }
  }

  /**
   * Multi-head latent attention (DeepSeek-V2): all heads share one latent vector and one rotated
   * key per token, which is all that the cache keeps.
   *
   * @param queryRank width of the low-rank query; 0 if queries are projected in one step
   * @param latentRank width of the latent vector
   * @param plainWidth per head, the part of query and key without a position
   * @param rotaryWidth per head, the part of query and key that is rotated
   * @param valueWidth width of a head's output
   */
  record MultiHeadLatent(
      int heads,
      int queryRank,
      int latentRank,
      int plainWidth,
      int rotaryWidth,
      int valueWidth,
      float scoreScale)
      implements AttentionConfig {
    @Override
    public int cacheWidth() {
      return latentRank + rotaryWidth;
    }

    @Override
    public int cachePiece() {
      return cacheWidth();
    }

    @Override
    public int outputWidth() {
      return Math.multiplyExact(heads, valueWidth);
    }

    /** Width of one head's query. */
    public int queryWidth() {
      return plainWidth + rotaryWidth;
    }
  }
}
