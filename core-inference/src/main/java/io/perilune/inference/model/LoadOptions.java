package io.perilune.inference.model;

import java.util.Objects;

/**
 * How a model is loaded.
 *
 * @param batchCapacity the most tokens in one batch, at least 1
 * @param logitsCapacity the most tokens of one batch whose logits may be wanted, 1 to {@code
 *     batchCapacity}
 * @param progress told of each layer
 */
public record LoadOptions(int batchCapacity, int logitsCapacity, Progress progress) {

  /** Is told how far loading has come. */
  @FunctionalInterface
  public interface Progress {
    /** So many layers of so many have been found and checked. */
    void loaded(int layers, int total);
  }

  public LoadOptions {
    Objects.requireNonNull(progress, "progress");
    if (batchCapacity < 1) {
      throw new IllegalArgumentException(
          "the batch capacity is " + batchCapacity + "; it must be at least 1");
    }
    if (logitsCapacity < 1 || logitsCapacity > batchCapacity) {
      throw new IllegalArgumentException(
          "the logits capacity is "
              + logitsCapacity
              + "; it must be from 1 to the batch capacity, "
              + batchCapacity);
    }
  }

  /** Options without a listener. */
  public LoadOptions(int batchCapacity, int logitsCapacity) {
    this(batchCapacity, logitsCapacity, (layers, total) -> {});
  }
}
