package io.perilune.inference.sampling;

/**
 * Holds the surprise of the output, {@code -log2(p)} per token, near {@code tau}: after each token
 * the limit {@code mu}, at first {@code 2 * tau}, changes by {@code -eta * (surprise - tau)}.
 * Version 2 drops tokens of a greater surprise than {@code mu}; version 1 keeps as many tokens as
 * would have it if probabilities followed Zipf's law with the exponent that the most probable ones
 * suggest (Basu and others, 2020, arXiv:2007.14966).
 */
final class MirostatStage implements SamplerStage {
  /** The most probable tokens that the exponent is estimated from. */
  private static final int ESTIMATE_TOKENS = 100;

  private final Mirostat mirostat;
  private final int vocabularySize;
  private final double[] logits = new double[ESTIMATE_TOKENS];
  private double mu;

  MirostatStage(Mirostat mirostat, int vocabularySize) {
    this.mirostat = mirostat;
    this.vocabularySize = vocabularySize;
    this.mu = 2.0 * mirostat.tau();
  }

  @Override
  public void apply(Candidates candidates) {
    if (mirostat.version() == Mirostat.Version.TWO) {
      candidates.keepFrom(Math.min(1, Math.pow(2, -mu) * candidates.sumOfWeights()), 1);
    } else {
      candidates.keepGreatest(greatestRank(exponent(candidates.greatestLogits(logits))));
    }
  }

  /** The least-squares estimate of Zipf's exponent, from neighbours' ratios of probabilities. */
  private double exponent(int count) {
    double products = 0;
    double squares = 0;
    for (int i = 0; i < count - 1; i++) {
      double ranks = Math.log((i + 2.0) / (i + 1));
      products += ranks * (logits[i] - logits[i + 1]);
      squares += ranks * ranks;
    }
    return products / squares;
  }

  /** The rank at which the surprise would reach {@code mu}. */
  private int greatestRank(double exponent) {
    double over = exponent - 1;
    double rank =
        Math.pow(over * Math.pow(2, mu) / (1 - Math.pow(vocabularySize, -over)), 1 / exponent);
    // NaN, from a single candidate or equal ones, keeps one.
    return rank >= 1 ? (int) Math.min(rank, Integer.MAX_VALUE) : 1;
  }

  @Override
  public void accept(int token, TokenDistribution chosenFrom) {
    double probability = chosenFrom.probabilityOf(token);
    if (probability > 0) {
      double surprise = -Math.log(probability) / Math.log(2);
      mu -= mirostat.eta() * (surprise - mirostat.tau());
    }
  }
}
