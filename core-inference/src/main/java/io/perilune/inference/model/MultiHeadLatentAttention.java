package io.perilune.inference.model;

import io.perilune.inference.kernel.Activations;
import io.perilune.inference.kernel.Workers;
import java.util.ArrayList;
import java.util.List;

/**
 * Multi-head latent attention in its absorbed form: the key matrix of a head is applied to the
 * query instead of to each cached latent vector, and the value matrix to the weighted sum of latent
 * vectors. All heads then attend to the same cached rows of latent vector and rotated key.
 */
final class MultiHeadLatentAttention implements Attention {
  /** The activations that layers of the same dimensions share. */
  static final class Scratch {
    private final Activations lowRankQueries;
    private final Activations queries;
    private final Activations absorbedQueries;
    private final Activations rows;
    private final Activations contexts;
    private final Activations outputs;
    private final BlockAttention attention;

    Scratch(Compute compute, AttentionConfig.MultiHeadLatent config, int capacity) {
      int heads = config.heads();
      lowRankQueries = new Activations(capacity, config.queryRank());
      queries = new Activations(capacity, heads * config.queryWidth());
      absorbedQueries = new Activations(capacity, heads * config.cacheWidth());
      rows = new Activations(capacity, config.cacheWidth());
      contexts = new Activations(capacity, heads * config.latentRank());
      outputs = new Activations(capacity, config.outputWidth());
      CachedHeads layout =
          new CachedHeads(heads, 1, config.cacheWidth(), config.latentRank(), true);
      attention =
          new BlockAttention(
              compute, layout, config.scoreScale(), rows, absorbedQueries, contexts, capacity);
    }
  }

  private final Compute compute;
  private final AttentionConfig.MultiHeadLatent config;
  private final AttentionWeights.MultiHeadLatent weights;
  private final float epsilon;
  private final Scratch scratch;
  private final Rotary rotary;
  private final int layer;
  private final Products rows;
  private final Products lowRankQueries;
  private final Products queries;
  private final Products absorbedQueries;
  private final Products values;
  private final Products output;
  private final BlockAttention.RowPreparation prepareRow = this::prepareRow;
  private final Workers.Task normaliseQueries = this::normaliseQueries;
  private final Workers.Task rotateQueries = this::rotateQueries;
  private ActiveTokens tokens;

  MultiHeadLatentAttention(
      Compute compute,
      AttentionConfig.MultiHeadLatent config,
      AttentionWeights.MultiHeadLatent weights,
      float epsilon,
      HiddenState state,
      Scratch scratch,
      Rotary rotary,
      int layer) {
    this.compute = compute;
    this.config = config;
    this.weights = weights;
    this.epsilon = epsilon;
    this.scratch = scratch;
    this.rotary = rotary;
    this.layer = layer;
    Activations input = state.normed();
    boolean lowRank = config.queryRank() > 0;
    rows = new Products(compute, new Product(weights.latent(), input, scratch.rows));
    lowRankQueries =
        lowRank
            ? new Products(compute, new Product(weights.queryDown(), input, scratch.lowRankQueries))
            : null;
    queries =
        new Products(
            compute,
            new Product(
                weights.query(), lowRank ? scratch.lowRankQueries : input, scratch.queries));
    List<Product> keyProducts = new ArrayList<>(config.heads());
    List<Product> valueProducts = new ArrayList<>(config.heads());
    for (int head = 0; head < config.heads(); head++) {
      keyProducts.add(
          new Product(
              weights.absorbedKeys().get(head),
              scratch.queries,
              head * config.queryWidth(),
              scratch.absorbedQueries,
              head * config.cacheWidth()));
      valueProducts.add(
          new Product(
              weights.values().get(head),
              scratch.contexts,
              head * config.latentRank(),
              scratch.outputs,
              head * config.valueWidth()));
    }
    absorbedQueries = new Products(compute, keyProducts);
    values = new Products(compute, valueProducts);
    output = new Products(compute, new Product(weights.output(), scratch.outputs, state.update()));
  }

  @Override
  public void store(ActiveTokens tokens) {
    this.tokens = tokens;
    rows.multiply(tokens.count());
    scratch.attention.store(tokens, layer, prepareRow);
  }

  @Override
  public void attend(ActiveTokens tokens) {
    this.tokens = tokens;
    int count = tokens.count();
    if (lowRankQueries != null) {
      lowRankQueries.multiply(count);
      compute.forEach(count, normaliseQueries);
    }
    queries.multiply(count);
    absorbedQueries.multiply(count);
    compute.forEach(count, rotateQueries);
    scratch.attention.attend(tokens, layer);
    values.multiply(count);
    output.multiply(count);
  }

  private void prepareRow(int i, float[] data, int row) {
    int rank = config.latentRank();
    compute.kernels().rmsNorm(data, row, weights.latentNorm(), epsilon, data, row, rank);
    rotary.rotate(data, row + rank, tokens.batchIndex(i));
  }

  private void normaliseQueries(int from, int to, int worker) {
    float[] data = scratch.lowRankQueries.data();
    for (int i = from; i < to; i++) {
      int row = scratch.lowRankQueries.row(i);
      compute
          .kernels()
          .rmsNorm(data, row, weights.queryNorm(), epsilon, data, row, config.queryRank());
    }
  }

  private void rotateQueries(int from, int to, int worker) {
    float[] absorbed = scratch.absorbedQueries.data();
    for (int i = from; i < to; i++) {
      for (int head = 0; head < config.heads(); head++) {
        int source = scratch.queries.row(i) + head * config.queryWidth() + config.plainWidth();
        int target =
            scratch.absorbedQueries.row(i) + head * config.cacheWidth() + config.latentRank();
        System.arraycopy(scratch.queries.data(), source, absorbed, target, config.rotaryWidth());
        rotary.rotate(absorbed, target, tokens.batchIndex(i));
      }
    }
  }
}
