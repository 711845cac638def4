package io.perilune.inference.model;

import io.perilune.inference.kernel.Activations;
import io.perilune.inference.kernel.Kernels;
import io.perilune.inference.kernel.Workers;
import java.util.Arrays;

/**
 * Routed experts: tokens are grouped by expert, so that an expert's weights are read once a pass
 * for all of its tokens.
 */
final class MixtureOfExperts implements FeedForward {
  /** The activations that layers of the same dimensions share. */
  static final class Scratch {
    private final Router router;
    private final Activations[] inputs;
    private final Activations[] gates;
    private final Activations[] ups;
    private final Activations[] outputs;
    private final Activations sharedGate;
    private final Activations sharedUp;
    private final Activations sharedOutput;
    private final GatedBlocks blocks;
    private final int[] groupStarts;
    private final int[] rows;

    Scratch(Compute compute, FeedForwardConfig.MixtureOfExperts config, int capacity, int width) {
      router = new Router(compute, config, capacity);
      int pairs = Math.multiplyExact(capacity, config.used());
      inputs = views(pairs, width);
      gates = views(pairs, config.width());
      ups = views(pairs, config.width());
      outputs = views(pairs, width);
      sharedGate = new Activations(capacity, config.sharedWidth());
      sharedUp = new Activations(capacity, config.sharedWidth());
      sharedOutput = new Activations(capacity, config.sharedWidth() > 0 ? width : 0);
      int widest = Math.max(width, Math.max(config.width(), config.sharedWidth()));
      blocks =
          new GatedBlocks(
              compute,
              Math.min(pairs, config.experts()) + 1,
              Math.addExact(pairs, capacity),
              widest);
      groupStarts = new int[config.experts() + 1];
      rows = new int[pairs];
    }

    /** Activations, with a view that begins at each row. */
    private static Activations[] views(int rows, int width) {
      Activations all = new Activations(rows, width);
      Activations[] views = new Activations[rows];
      Arrays.setAll(views, all::from);
      return views;
    }
  }

  private final Compute compute;
  private final FeedForwardConfig.MixtureOfExperts config;
  private final FeedForwardWeights.Experts weights;
  private final HiddenState state;
  private final Scratch scratch;
  private final Products router;
  private final Workers.Task gather = this::gather;
  private final Workers.Task combine = this::combine;

  MixtureOfExperts(
      Compute compute,
      FeedForwardConfig.MixtureOfExperts config,
      FeedForwardWeights.Experts weights,
      HiddenState state,
      Scratch scratch) {
    this.compute = compute;
    this.config = config;
    this.weights = weights;
    this.state = state;
    this.scratch = scratch;
    this.router =
        new Products(
            compute, new Product(weights.router(), state.normed(), scratch.router.scores()));
  }

  @Override
  public void forward(int tokens) {
    router.multiply(tokens);
    scratch.router.choose(tokens, weights.selectionBias());
    groupByExpert(tokens);
    compute.forEach(tokens, gather);
    addBlocks(tokens);
    scratch.blocks.run();
    compute.forEach(tokens, combine);
  }

  /** Gives each pair of token and expert a row, those of one expert side by side. */
  private void groupByExpert(int tokens) {
    int pairs = tokens * config.used();
    int[] starts = scratch.groupStarts;
    Arrays.fill(starts, 0);
    for (int pair = 0; pair < pairs; pair++) {
      starts[scratch.router.expert(pair) + 1]++;
    }
    for (int e = 0; e < config.experts(); e++) {
      starts[e + 1] += starts[e];
    }
    // While rows are handed out, starts[e] is the expert's next free row: at the end, its last + 1.
    for (int pair = 0; pair < pairs; pair++) {
      scratch.rows[pair] = starts[scratch.router.expert(pair)]++;
    }
  }

  private void addBlocks(int tokens) {
    scratch.blocks.clear();
    int start = 0;
    for (int e = 0; e < config.experts(); e++) {
      int end = scratch.groupStarts[e];
      if (end > start) {
        scratch.blocks.add(
            weights.experts().get(e),
            scratch.inputs[start],
            scratch.gates[start],
            scratch.ups[start],
            scratch.outputs[start],
            end - start);
      }
      start = end;
    }
    if (weights.shared() != null) {
      scratch.blocks.add(
          weights.shared(),
          state.normed(),
          scratch.sharedGate,
          scratch.sharedUp,
          scratch.sharedOutput,
          tokens);
    }
  }

  private void gather(int from, int to, int worker) {
    Activations input = state.normed();
    for (int t = from; t < to; t++) {
      for (int pair = t * config.used(); pair < (t + 1) * config.used(); pair++) {
        Activations row = scratch.inputs[scratch.rows[pair]];
        System.arraycopy(input.data(), input.row(t), row.data(), row.row(0), input.width());
      }
    }
  }

  private void combine(int from, int to, int worker) {
    Kernels kernels = compute.kernels();
    Activations update = state.update();
    int width = update.width();
    for (int t = from; t < to; t++) {
      int target = update.row(t);
      if (weights.shared() != null) {
        Activations shared = scratch.sharedOutput;
        System.arraycopy(shared.data(), shared.row(t), update.data(), target, width);
      } else {
        Arrays.fill(update.data(), target, target + width, 0);
      }
      for (int pair = t * config.used(); pair < (t + 1) * config.used(); pair++) {
        Activations row = scratch.outputs[scratch.rows[pair]];
        kernels.addScaled(
            scratch.router.weight(pair), row.data(), row.row(0), update.data(), target, width);
      }
    }
  }
}
