package io.perilune.inference.model;

/** Turns queries and keys by their positions. The angles of a batch are computed once a pass. */
final class Rotary {
  private final double[] frequencies;
  private final double magnitude;

  /** How far apart the first dimensions of two pairs are, and the two of one pair. */
  private final int step;

  private final int partner;
  private final float[] cosines;
  private final float[] sines;

  /**
   * Allocates for batches of {@code capacity} tokens.
   *
   * @param factors what each pair's frequency is divided by, or null for none
   */
  Rotary(RotaryConfig config, float[] factors, int capacity) {
    frequencies = config.frequencies();
    if (factors != null) {
      for (int i = 0; i < frequencies.length; i++) {
        frequencies[i] /= factors[i];
      }
    }
    boolean neighbours = config.pairs() == RotaryConfig.Pairs.NEIGHBOURS;
    magnitude = config.magnitude();
    step = neighbours ? 2 : 1;
    partner = neighbours ? 1 : frequencies.length;
    int size = Math.multiplyExact(capacity, frequencies.length);
    cosines = new float[size];
    sines = new float[size];
  }

  /** Computes the angles of all tokens of a batch. */
  void prepare(Batch batch) {
    for (int t = 0; t < batch.size(); t++) {
      int row = t * frequencies.length;
      for (int i = 0; i < frequencies.length; i++) {
        double angle = batch.position(t) * frequencies[i];
        cosines[row + i] = (float) (magnitude * Math.cos(angle));
        sines[row + i] = (float) (magnitude * Math.sin(angle));
      }
    }
  }

  /** Turns the vector at {@code x[offset]} by the position of the batch's token {@code t}. */
  void rotate(float[] x, int offset, int t) {
    int row = t * frequencies.length;
    for (int i = 0; i < frequencies.length; i++) {
      float cosine = cosines[row + i];
      float sine = sines[row + i];
      int first = offset + step * i;
      int second = first + partner;
      float a = x[first];
      float b = x[second];
      x[first] = a * cosine - b * sine;
      x[second] = a * sine + b * cosine;
    }
  }
}
