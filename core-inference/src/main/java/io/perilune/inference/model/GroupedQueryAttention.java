package io.perilune.inference.model;

import io.perilune.inference.kernel.Activations;
import io.perilune.inference.kernel.Workers;

/** Grouped-query attention: keys and values of each token and key-value head are cached. */
final class GroupedQueryAttention implements Attention {
  /** The activations that layers of the same dimensions share. */
  static final class Scratch {
    private final Activations queries;
    private final Activations keysAndValues;
    private final Activations outputs;
    private final BlockAttention attention;

    Scratch(Compute compute, AttentionConfig.GroupedQuery config, int capacity) {
      queries = new Activations(capacity, config.heads() * config.keyWidth());
      keysAndValues = new Activations(capacity, config.cacheWidth());
      outputs = new Activations(capacity, config.outputWidth());
      CachedHeads layout =
          new CachedHeads(
              config.heads(),
              config.keyValueHeads(),
              config.keyWidth(),
              config.valueWidth(),
              false);
      attention =
          new BlockAttention(
              compute, layout, config.scoreScale(), keysAndValues, queries, outputs, capacity);
    }
  }

  private final Compute compute;
  private final AttentionConfig.GroupedQuery config;
  private final AttentionWeights.GroupedQuery weights;
  private final float epsilon;
  private final Scratch scratch;
  private final Rotary rotary;
  private final int layer;
  private final Products keysAndValues;
  private final Products queries;
  private final Products output;
  private final BlockAttention.RowPreparation prepareRow = this::prepareRow;
  private final Workers.Task prepareQueries = this::prepareQueries;
  private ActiveTokens tokens;

  GroupedQueryAttention(
      Compute compute,
      AttentionConfig.GroupedQuery config,
      AttentionWeights.GroupedQuery weights,
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
    int valueOffset = config.keyValueHeads() * config.keyWidth();
    keysAndValues =
        new Products(
            compute,
            new Product(weights.key(), input, scratch.keysAndValues),
            new Product(weights.value(), input, 0, scratch.keysAndValues, valueOffset));
    queries = new Products(compute, new Product(weights.query(), input, scratch.queries));
    output = new Products(compute, new Product(weights.output(), scratch.outputs, state.update()));
  }

  @Override
  public void store(ActiveTokens tokens) {
    this.tokens = tokens;
    keysAndValues.multiply(tokens.count());
    scratch.attention.store(tokens, layer, prepareRow);
  }

  @Override
  public void attend(ActiveTokens tokens) {
    this.tokens = tokens;
    queries.multiply(tokens.count());
    compute.forEach(tokens.count(), prepareQueries);
    scratch.attention.attend(tokens, layer);
    output.multiply(tokens.count());
  }

  private void prepareRow(int i, float[] data, int row) {
    int keyWidth = config.keyValueHeads() * config.keyWidth();
    if (config.biases()) {
      addBias(weights.keyBias(), data, row);
      addBias(weights.valueBias(), data, row + keyWidth);
    }
    prepareHeads(i, config.keyValueHeads(), weights.keyNorm(), data, row);
  }

  private void prepareQueries(int from, int to, int worker) {
    float[] data = scratch.queries.data();
    for (int i = from; i < to; i++) {
      int row = scratch.queries.row(i);
      if (config.biases()) {
        addBias(weights.queryBias(), data, row);
      }
      prepareHeads(i, config.heads(), weights.queryNorm(), data, row);
    }
  }

  private void addBias(float[] bias, float[] data, int offset) {
    compute.kernels().addScaled(1, bias, 0, data, offset, bias.length);
  }

  /** Normalises and rotates the heads of a query or key. */
  private void prepareHeads(int i, int heads, float[] norm, float[] data, int row) {
    int width = config.keyWidth();
    for (int head = row; head < row + heads * width; head += width) {
      if (config.headNorms()) {
        compute.kernels().rmsNorm(data, head, norm, epsilon, data, head, width);
      }
      rotary.rotate(data, head, tokens.batchIndex(i));
    }
  }
}
