package io.perilune.inference.model;

import io.perilune.inference.kernel.Kernels;
import io.perilune.inference.kernel.PanelProduct;
import io.perilune.inference.kernel.Workers;

/** What a decoder computes with: kernels, the worker team, each worker's tile, and panels. */
final class Compute {
  private static final int LARGEST_GRAIN = 64;

  /** Rows that {@link PanelProduct} multiplies at once, so that a panel is full. */
  private static final int PANEL_GRAIN = 6;

  private static final int SMALLEST_GRAIN = 8;
  private static final int CHUNKS_PER_WORKER = 4;

  private final Kernels kernels;
  private final Workers workers;
  private final float[][] tiles;
  private final Panels panels;

  Compute(Kernels kernels, Workers workers) {
    this.kernels = kernels;
    this.workers = workers;
    this.tiles = new float[workers.threads()][Kernels.TILE];
    this.panels = new Panels(this);
  }

  Kernels kernels() {
    return kernels;
  }

  int threads() {
    return workers.threads();
  }

  float[] tile(int worker) {
    return tiles[worker];
  }

  /** For products with {@link Kernels#MANY} tokens or more. */
  Panels panels() {
    return panels;
  }

  /** Runs a task over tokens, or other items of some microseconds each. */
  void forEach(int count, Workers.Task task) {
    workers.run(count, 1, task);
  }

  /** Runs a task over rows of matrices, in chunks that even out delays of single workers. */
  void forRows(int rows, Workers.Task task) {
    int even = rows / (workers.threads() * CHUNKS_PER_WORKER);
    workers.run(rows, Math.clamp(even, SMALLEST_GRAIN, LARGEST_GRAIN), task);
  }

  /** Runs a task over rows of matrices that are decoded into panels. */
  void forPanelRows(int rows, Workers.Task task) {
    int even = rows / (workers.threads() * CHUNKS_PER_WORKER);
    int grain = Math.clamp(even / PANEL_GRAIN * PANEL_GRAIN, 2 * PANEL_GRAIN, PanelProduct.ROWS);
    workers.run(rows, grain, task);
  }
}
