package io.perilune.inference.kernel;

/**
 * Activations of a batch: one row of {@code width} floats for each token, allocated once for the
 * largest batch.
 */
public final class Activations {
  private final float[] data;
  private final int width;

  /**
   * Allocates.
   *
   * @param capacity the largest number of tokens
   * @param width floats per token
   */
  public Activations(int capacity, int width) {
    this.data = new float[Math.multiplyExact(capacity, width)];
    this.width = width;
  }

  /** The floats; token {@code t} begins at {@code t * width()}. */
  public float[] data() {
    return data;
  }

  public int width() {
    return width;
  }

  /** Where token {@code t} begins. */
  public int row(int t) {
    return t * width;
  }
}
