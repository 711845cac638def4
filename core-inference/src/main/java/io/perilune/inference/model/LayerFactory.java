package io.perilune.inference.model;

import java.util.HashMap;
import java.util.Map;

/** Builds layers; those of equal dimensions share the activations inside their blocks. */
final class LayerFactory {
  private final ModelConfig config;
  private final Compute compute;
  private final HiddenState state;
  private final Rotary rotary;
  private final int capacity;
  private final Map<AttentionConfig.GroupedQuery, GroupedQueryAttention.Scratch> groupedQuery =
      new HashMap<>();
  private final Map<AttentionConfig.MultiHeadLatent, MultiHeadLatentAttention.Scratch> latent =
      new HashMap<>();
  private final Map<FeedForwardConfig.Dense, DenseFeedForward.Scratch> dense = new HashMap<>();
  private final Map<FeedForwardConfig.MixtureOfExperts, MixtureOfExperts.Scratch> mixtures =
      new HashMap<>();

  LayerFactory(
      ModelConfig config, Compute compute, HiddenState state, Rotary rotary, int capacity) {
    this.config = config;
    this.compute = compute;
    this.state = state;
    this.rotary = rotary;
    this.capacity = capacity;
  }

  Attention attention(int layer, AttentionWeights weights) {
    return switch (weights) {
      case AttentionWeights.GroupedQuery w -> {
        var c = (AttentionConfig.GroupedQuery) config.layers().get(layer).attention();
        var scratch =
            groupedQuery.computeIfAbsent(
                c, key -> new GroupedQueryAttention.Scratch(compute, key, capacity));
        yield new GroupedQueryAttention(
            compute, c, w, config.epsilon(), state, scratch, rotary, layer);
      }
      case AttentionWeights.MultiHeadLatent w -> {
        var c = (AttentionConfig.MultiHeadLatent) config.layers().get(layer).attention();
        var scratch =
            latent.computeIfAbsent(
                c, key -> new MultiHeadLatentAttention.Scratch(compute, key, capacity));
        yield new MultiHeadLatentAttention(
            compute, c, w, config.epsilon(), state, scratch, rotary, layer);
      }
    };
  }

  FeedForward feedForward(int layer, FeedForwardWeights weights) {
    return switch (weights) {
      case FeedForwardWeights.Gated w -> {
        var c = (FeedForwardConfig.Dense) config.layers().get(layer).feedForward();
        var scratch =
            dense.computeIfAbsent(
                c, key -> new DenseFeedForward.Scratch(compute, key, capacity, config.width()));
        yield new DenseFeedForward(w, state, scratch);
      }
      case FeedForwardWeights.Experts w -> {
        var c = (FeedForwardConfig.MixtureOfExperts) config.layers().get(layer).feedForward();
        var scratch =
            mixtures.computeIfAbsent(
                c, key -> new MixtureOfExperts.Scratch(compute, key, capacity, config.width()));
        yield new MixtureOfExperts(compute, c, w, state, scratch);
      }
    };
  }
}
