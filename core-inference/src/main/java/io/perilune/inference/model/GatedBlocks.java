package io.perilune.inference.model;

import io.perilune.inference.kernel.Activations;
import io.perilune.inference.kernel.Kernels;
import io.perilune.inference.kernel.PanelProduct;
import io.perilune.inference.kernel.WeightMatrix;
import io.perilune.inference.kernel.Workers;

/**
 * Runs gated feed-forward blocks, {@code down(silu(gate x) * up x)}, several at once: two sections
 * of the workers however many blocks there are, and two more if some have many tokens.
 */
final class GatedBlocks {
  private final Compute compute;
  private final FeedForwardWeights.Gated[] weights;
  private final Activations[] inputs;
  private final Activations[] gates;
  private final Activations[] ups;
  private final Activations[] outputs;
  private final int[] tokens;
  private final int[] innerStarts;
  private final int[] outputStarts;
  private final Workers.Task gateTask = this::gate;
  private final Workers.Task downTask = this::down;
  private final int[] panels;
  private int count;

  /**
   * Allocates.
   *
   * @param capacity the most blocks
   * @param tokenCapacity the most tokens, over all blocks
   * @param width the largest inner or outer width
   */
  GatedBlocks(Compute compute, int capacity, int tokenCapacity, int width) {
    this.compute = compute;
    // Padding at most doubles the tokens of a block with many.
    compute
        .panels()
        .reserve(capacity, PanelProduct.floats(Math.multiplyExact(2, tokenCapacity), width));
    panels = new int[capacity];
    weights = new FeedForwardWeights.Gated[capacity];
    inputs = new Activations[capacity];
    gates = new Activations[capacity];
    ups = new Activations[capacity];
    outputs = new Activations[capacity];
    tokens = new int[capacity];
    innerStarts = new int[capacity + 1];
    outputStarts = new int[capacity + 1];
  }

  void clear() {
    count = 0;
  }

  /**
   * Adds a block to run.
   *
   * @param gate scratch of the block's inner width
   * @param up the same
   */
  void add(
      FeedForwardWeights.Gated block,
      Activations input,
      Activations gate,
      Activations up,
      Activations output,
      int tokenCount) {
    weights[count] = block;
    inputs[count] = input;
    gates[count] = gate;
    ups[count] = up;
    outputs[count] = output;
    tokens[count] = tokenCount;
    innerStarts[count + 1] = Math.addExact(innerStarts[count], block.gate().rows());
    outputStarts[count + 1] = Math.addExact(outputStarts[count], block.down().rows());
    count++;
  }

  /** Runs the blocks that were added. */
  void run() {
    run(inputs, innerStarts, gateTask);
    run(gates, outputStarts, downTask);
  }

  private void run(Activations[] x, int[] starts, Workers.Task task) {
    boolean many = false;
    compute.panels().clear();
    for (int b = 0; b < count; b++) {
      if (tokens[b] >= Kernels.MANY) {
        int width = x == inputs ? weights[b].gate().columns() : weights[b].down().columns();
        panels[b] = compute.panels().add(x[b], 0, width, tokens[b]);
        many = true;
      }
    }
    if (many) {
      compute.panels().rearrange();
      compute.forPanelRows(starts[count], task);
    } else {
      compute.forRows(starts[count], task);
    }
  }

  private void gate(int from, int to, int worker) {
    Kernels kernels = compute.kernels();
    int b = 0;
    for (int row = from; row < to; ) {
      while (innerStarts[b + 1] <= row) {
        b++;
      }
      int start = innerStarts[b];
      int end = Math.min(to, innerStarts[b + 1]);
      multiply(weights[b].gate(), row - start, end - start, inputs[b], gates[b], b, worker);
      multiply(weights[b].up(), row - start, end - start, inputs[b], ups[b], b, worker);
      for (int t = 0; t < tokens[b]; t++) {
        int gate = gates[b].row(t) + row - start;
        int up = ups[b].row(t) + row - start;
        kernels.swiglu(gates[b].data(), gate, ups[b].data(), up, end - row);
      }
      row = end;
    }
  }

  private void down(int from, int to, int worker) {
    int b = 0;
    for (int row = from; row < to; ) {
      while (outputStarts[b + 1] <= row) {
        b++;
      }
      int start = outputStarts[b];
      int end = Math.min(to, outputStarts[b + 1]);
      multiply(weights[b].down(), row - start, end - start, gates[b], outputs[b], b, worker);
      row = end;
    }
  }

  private void multiply(
      WeightMatrix w, int rowFrom, int rowTo, Activations x, Activations y, int b, int worker) {
    float[] tile = compute.tile(worker);
    if (tokens[b] < Kernels.MANY) {
      compute.kernels().multiply(w, rowFrom, rowTo, x, 0, y, 0, tokens[b], tile);
    } else {
      PanelProduct.multiply(
          compute.kernels(),
          w,
          rowFrom,
          rowTo,
          compute.panels().data(),
          panels[b],
          y,
          0,
          tokens[b],
          tile);
    }
  }
}
