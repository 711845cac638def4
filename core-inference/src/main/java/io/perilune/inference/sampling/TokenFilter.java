package io.perilune.inference.sampling;

/** Says which tokens may be chosen next, and is told which one is. */
public interface TokenFilter {
  /**
   * Takes a token as the next one if it is allowed.
   *
   * @return whether it is; if not, nothing has changed
   */
  boolean accept(int token);

  /**
   * Sets the logits of all tokens that are not allowed now to negative infinity.
   *
   * @param logits of {@code count} tokens, from {@code offset} on
   * @return whether there are allowed tokens
   */
  boolean ruleOut(float[] logits, int offset, int count);
}
