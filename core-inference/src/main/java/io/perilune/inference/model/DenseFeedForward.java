package io.perilune.inference.model;

import io.perilune.inference.kernel.Activations;

/** One gated block for all tokens. */
final class DenseFeedForward implements FeedForward {
  /** The activations that layers of the same width share. */
  static final class Scratch {
    private final Activations gate;
    private final Activations up;
    private final GatedBlocks blocks;

    Scratch(Compute compute, FeedForwardConfig.Dense config, int capacity, int width) {
      gate = new Activations(capacity, config.width());
      up = new Activations(capacity, config.width());
      blocks = new GatedBlocks(compute, 1, capacity, Math.max(width, config.width()));
    }
  }

  private final FeedForwardWeights.Gated weights;
  private final HiddenState state;
  private final Scratch scratch;

  DenseFeedForward(FeedForwardWeights.Gated weights, HiddenState state, Scratch scratch) {
    this.weights = weights;
    this.state = state;
    this.scratch = scratch;
  }

  @Override
  public void forward(int tokens) {
    scratch.blocks.clear();
    scratch.blocks.add(weights, state.normed(), scratch.gate, scratch.up, state.update(), tokens);
    scratch.blocks.run();
  }
}
