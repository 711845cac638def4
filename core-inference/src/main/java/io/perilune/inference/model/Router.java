package io.perilune.inference.model;

import io.perilune.inference.kernel.Activations;
import io.perilune.inference.kernel.Kernels;
import io.perilune.inference.kernel.Workers;

/** Chooses each token's experts and their weights from the router's scores. */
final class Router {
  private final Compute compute;
  private final FeedForwardConfig.MixtureOfExperts config;
  private final Activations scores;
  private final Activations ranking;
  private final int[] chosen;
  private final float[] weights;
  private final Workers.Task chooseTokens = this::chooseTokens;
  private float[] selectionBias;

  Router(Compute compute, FeedForwardConfig.MixtureOfExperts config, int capacity) {
    this.compute = compute;
    this.config = config;
    this.scores = new Activations(capacity, config.experts());
    this.ranking = new Activations(capacity, config.experts());
    this.chosen = new int[Math.multiplyExact(capacity, config.used())];
    this.weights = new float[chosen.length];
  }

  /** Where the router's products go: per token, a score for each expert. */
  Activations scores() {
    return scores;
  }

  /** The expert of a pair; token {@code t} has the pairs {@code [t * used, (t + 1) * used)}. */
  int expert(int pair) {
    return chosen[pair];
  }

  /** The weight of a pair's expert in the token's result. */
  float weight(int pair) {
    return weights[pair];
  }

  /**
   * Chooses for the first {@code tokens} tokens.
   *
   * @param selectionBias added to the probabilities for the choice alone, or null
   */
  void choose(int tokens, float[] selectionBias) {
    this.selectionBias = selectionBias;
    compute.forEach(tokens, chooseTokens);
  }

  private void chooseTokens(int from, int to, int worker) {
    for (int t = from; t < to; t++) {
      toProbabilities(scores.row(t));
      rank(t);
      select(t);
      weigh(t);
    }
  }

  private void toProbabilities(int row) {
    float[] p = scores.data();
    int n = config.experts();
    switch (config.gating()) {
      case SOFTMAX -> {
        Kernels kernels = compute.kernels();
        float sum = kernels.expSum(p, row, n, kernels.max(p, row, n));
        kernels.scale(1 / sum, p, row, n);
      }
      case SIGMOID -> {
        for (int i = row; i < row + n; i++) {
          p[i] = (float) (1 / (1 + Math.exp(-p[i])));
        }
      }
    }
  }

  private void rank(int t) {
    int n = config.experts();
    System.arraycopy(scores.data(), scores.row(t), ranking.data(), ranking.row(t), n);
    if (selectionBias != null) {
      compute.kernels().addScaled(1, selectionBias, 0, ranking.data(), ranking.row(t), n);
    }
  }

  /** The highest ranks, of equal ones the first. */
  private void select(int t) {
    float[] ranks = ranking.data();
    int row = ranking.row(t);
    for (int pair = t * config.used(); pair < (t + 1) * config.used(); pair++) {
      int best = 0;
      for (int e = 1; e < config.experts(); e++) {
        if (ranks[row + e] > ranks[row + best]) {
          best = e;
        }
      }
      chosen[pair] = best;
      weights[pair] = scores.data()[scores.row(t) + best];
      ranks[row + best] = Float.NEGATIVE_INFINITY;
    }
  }

  private void weigh(int t) {
    int first = t * config.used();
    int end = first + config.used();
    float factor = config.scale();
    if (config.normalised()) {
      float sum = 0;
      for (int pair = first; pair < end; pair++) {
        sum += weights[pair];
      }
      factor /= sum;
    }
    for (int pair = first; pair < end; pair++) {
      weights[pair] *= factor;
    }
  }
}
