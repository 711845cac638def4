package io.perilune.inference.kernel;

/**
 * Activations of a batch: one row of {@code width} floats for each token, allocated once for the
 * largest batch. Always address a token by {@link #row}: a view begins at a later token.
 */
public final class Activations {
  private final float[] data;
  private final int width;
  private final int start;

  /**
   * Allocates.
   *
   * @param capacity the largest number of tokens
   * @param width floats per token
   */
  public Activations(int capacity, int width) {
    this(new float[Math.multiplyExact(capacity, width)], width, 0);
  }

  private Activations(float[] data, int width, int start) {
    this.data = data;
    this.width = width;
    this.start = start;
  }

  /** Activations over floats that someone else allocated; shares them. */
  public static Activations over(float[] data, int width) {
    return new Activations(data, width, 0);
  }

  /** A view whose token 0 is {@code first} of this; shares the floats. */
  public Activations from(int first) {
    return new Activations(data, width, row(first));
  }

  /** The floats; token {@code t} begins at {@code row(t)}. */
  public float[] data() {
    return data;
  }

  /** Tokens for which there is room from token 0 on. */
  public int capacity() {
    return width == 0 ? 0 : (data.length - start) / width;
  }

  public int width() {
    return width;
  }

  /** Where token {@code t} begins in {@link #data}. */
  public int row(int t) {
    return start + t * width;
  }
}
