package io.perilune.inference.sampling;

import java.util.Arrays;

/** What is added to the logits of some tokens before all else. */
public final class LogitBias {
  /** A bias that rules a token out. */
  public static final float BAN = Float.NEGATIVE_INFINITY;

  /** Nothing. */
  public static final LogitBias NONE = new LogitBias(new int[0], new float[0]);

  private final TokenTable places = new TokenTable();
  private final float[] biases;
  private final Candidates.Change change = this::biased;

  private LogitBias(int[] tokens, float[] biases) {
    this.biases = biases.clone();
    for (int i = 0; i < tokens.length; i++) {
      places.raiseTo(tokens[i], i + 1);
    }
  }

  /**
   * Biases for tokens; of several for one token the last counts.
   *
   * @param tokens of the vocabulary
   * @param biases for each of them, finite or {@link #BAN}
   */
  public static LogitBias of(int[] tokens, float[] biases) {
    if (tokens.length != biases.length) {
      throw new IllegalArgumentException(
          "there are " + biases.length + " biases for " + tokens.length + " tokens");
    }
    for (float bias : biases) {
      Limits.require(bias < Float.POSITIVE_INFINITY, "logit_bias", "a finite number", bias);
    }
    return tokens.length == 0 ? NONE : new LogitBias(tokens, biases);
  }

  boolean isEmpty() {
    return places.size() == 0;
  }

  void apply(Candidates candidates) {
    candidates.change(places, change);
  }

  private double biased(double logit, int place) {
    return logit + biases[place - 1];
  }

  @Override
  public boolean equals(Object other) {
    if (!(other instanceof LogitBias bias) || bias.places.size() != places.size()) {
      return false;
    }
    for (int i = 0; i < places.size(); i++) {
      int place = bias.places.get(places.token(i));
      if (place == 0 || bias.biases[place - 1] != biases[places.value(i) - 1]) {
        return false;
      }
    }
    return true;
  }

  @Override
  public int hashCode() {
    return places.size();
  }

  @Override
  public String toString() {
    return "LogitBias" + Arrays.toString(biases);
  }
}
