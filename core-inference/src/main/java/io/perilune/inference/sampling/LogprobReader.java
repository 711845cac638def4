package io.perilune.inference.sampling;

/**
 * Reads log probabilities from logits: {@code logit - ln(sum of exp(logits))}. Not thread-safe; one
 * reader per generation.
 */
final class LogprobReader {
  private final int count;
  private final int[] tokens;
  private final float[] greatest;
  private int size;
  private double logSum;

  /** A reader that tells the {@code count} most probable tokens. */
  LogprobReader(int count) {
    this.count = count;
    this.tokens = new int[count];
    this.greatest = new float[count];
  }

  /** Takes the logits of the next position; none is NaN or positive infinity. */
  void read(float[] logits, int offset, int vocabularySize) {
    selectGreatest(logits, offset, vocabularySize);
    float shift = Float.NEGATIVE_INFINITY;
    for (int token = 0; token < vocabularySize; token++) {
      shift = Math.max(shift, logits[offset + token]);
    }
    double sum = 0;
    for (int token = 0; token < vocabularySize; token++) {
      sum += Math.exp(logits[offset + token] - shift);
    }
    logSum = shift + Math.log(sum);
  }

  private void selectGreatest(float[] logits, int offset, int vocabularySize) {
    size = 0;
    for (int token = 0; token < vocabularySize; token++) {
      float logit = logits[offset + token];
      if (size < count || count > 0 && logit > greatest[size - 1]) {
        insert(token, logit);
      }
    }
  }

  /** Puts a token behind those that are as probable, in place of the last if there is no room. */
  private void insert(int token, float logit) {
    int at = size < count ? size++ : size - 1;
    for (; at > 0 && greatest[at - 1] < logit; at--) {
      tokens[at] = tokens[at - 1];
      greatest[at] = greatest[at - 1];
    }
    tokens[at] = token;
    greatest[at] = logit;
  }

  /** What was read, for a token of this logit. */
  TokenLogprobs of(float logit) {
    int possible = 0;
    while (possible < size && greatest[possible] > Float.NEGATIVE_INFINITY) {
      possible++;
    }
    int[] topTokens = new int[possible];
    float[] topLogprobs = new float[possible];
    for (int i = 0; i < possible; i++) {
      topTokens[i] = tokens[i];
      topLogprobs[i] = logprob(greatest[i]);
    }
    return new TokenLogprobs(logprob(logit), topTokens, topLogprobs);
  }

  private float logprob(float logit) {
    return (float) (logit - logSum);
  }
}
