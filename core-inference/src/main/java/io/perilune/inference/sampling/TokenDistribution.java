package io.perilune.inference.sampling;

/** The tokens among which a choice was made, each with the probability that it had. */
public interface TokenDistribution {
  /** How many tokens there are. */
  int size();

  /** A token, by its place from 0 on. */
  int token(int place);

  /** The probability of the token at a place; all together are 1. */
  double probability(int place);

  /** The probability of a token; 0 if it is not among them. */
  default double probabilityOf(int token) {
    for (int place = 0; place < size(); place++) {
      if (token(place) == token) {
        return probability(place);
      }
    }
    return 0;
  }
}
