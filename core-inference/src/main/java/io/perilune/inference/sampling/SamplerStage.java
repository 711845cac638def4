package io.perilune.inference.sampling;

/**
 * A stage of choosing the next token: it changes the logits of candidates or drops candidates. What
 * it remembers of the output changes in {@link #accept} only. Not thread-safe; one for each
 * generation.
 */
interface SamplerStage {
  /** Works on the candidates, of which there is at least one; leaves at least one. */
  void apply(Candidates candidates);

  /**
   * Learns that the output goes on with a token.
   *
   * @param chosenFrom what it was chosen from
   */
  default void accept(int token, TokenDistribution chosenFrom) {}
}
