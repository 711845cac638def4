package io.perilune.inference.model;

import io.perilune.inference.kernel.Activations;
import io.perilune.inference.kernel.Workers;
import io.perilune.inference.kv.KvCache;
import io.perilune.inference.kv.KvSequence;

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
          new BlockAttention(compute, layout, config.scoreScale(), queries, outputs, capacity);
    }
  }

  private final Compute compute;
  private final AttentionConfig.GroupedQuery config;
  private final Scratch scratch;
  private final Rotary rotary;
  private final int layer;
  private final Products keysAndValues;
  private final Products queries;
  private final Products output;
  private final Workers.Task storeTokens = this::storeTokens;
  private final Workers.Task rotateQueries = this::rotateQueries;
  private ActiveTokens tokens;

  GroupedQueryAttention(
      Compute compute,
      AttentionConfig.GroupedQuery config,
      AttentionWeights.GroupedQuery weights,
      HiddenState state,
      Scratch scratch,
      Rotary rotary,
      int layer) {
    this.compute = compute;
    this.config = config;
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
    compute.forEach(tokens.count(), storeTokens);
  }

  @Override
  public void attend(ActiveTokens tokens) {
    this.tokens = tokens;
    queries.multiply(tokens.count());
    compute.forEach(tokens.count(), rotateQueries);
    scratch.attention.attend(tokens, layer);
    output.multiply(tokens.count());
  }

  private void storeTokens(int from, int to, int worker) {
    float[] data = scratch.keysAndValues.data();
    for (int i = from; i < to; i++) {
      int row = scratch.keysAndValues.row(i);
      for (int head = 0; head < config.keyValueHeads(); head++) {
        rotary.rotate(data, row + head * config.keyWidth(), tokens.batchIndex(i));
      }
      KvSequence sequence = tokens.sequence(i);
      int position = tokens.position(i);
      sequence
          .cache()
          .write(
              compute.kernels(),
              sequence.block(position),
              layer,
              position % KvCache.BLOCK_TOKENS,
              0,
              data,
              row,
              config.cacheWidth());
    }
  }

  private void rotateQueries(int from, int to, int worker) {
    for (int i = from; i < to; i++) {
      for (int head = 0; head < config.heads(); head++) {
        int query = scratch.queries.row(i) + head * config.keyWidth();
        rotary.rotate(scratch.queries.data(), query, tokens.batchIndex(i));
      }
    }
  }
}
