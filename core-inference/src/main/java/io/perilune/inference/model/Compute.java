package io.perilune.inference.model;

import io.perilune.inference.kernel.Kernels;
import io.perilune.inference.kernel.Workers;

/** What a decoder computes with: kernels, the worker team and each worker's tile. */
final class Compute {
  private static final int LARGEST_GRAIN = 64;
  private static final int SMALLEST_GRAIN = 8;
  private static final int CHUNKS_PER_WORKER = 4;

  private final Kernels kernels;
  private final Workers workers;
  private final float[][] tiles;

  Compute(Kernels kernels, Workers workers) {
    this.kernels = kernels;
    this.workers = workers;
    this.tiles = new float[workers.threads()][Kernels.TILE];
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

  /** Runs a task over tokens, or other items of some microseconds each. */
  void forEach(int count, Workers.Task task) {
    workers.run(count, 1, task);
  }

  /** Runs a task over rows of matrices, in chunks that even out delays of single workers. */
  void forRows(int rows, Workers.Task task) {
    int even = rows / (workers.threads() * CHUNKS_PER_WORKER);
    workers.run(rows, Math.clamp(even, SMALLEST_GRAIN, LARGEST_GRAIN), task);
  }
}
