package io.perilune.inference.sampling;

/**
 * Makes tokens less probable that occur among the last ones of prompt and output. A positive logit
 * is divided by {@code repeat}, another multiplied by it (Keskar and others, 2019,
 * arXiv:1909.05858, who only divide, which would favour tokens of negative logits); then {@code
 * count * frequency + presence} is subtracted, as OpenAI defines these two.
 */
final class RepetitionStage implements SamplerStage {
  private final RepetitionPenalties penalties;
  private final TokenHistory history;
  private final TokenTable counts = new TokenTable();
  private final Candidates.Change change = this::penalised;

  RepetitionStage(RepetitionPenalties penalties, int[] prompt) {
    this.penalties = penalties;
    this.history = new TokenHistory(prompt, penalties.window());
    for (int i = 0; i < history.size(); i++) {
      counts.add(history.fromEnd(i), 1);
    }
  }

  @Override
  public void apply(Candidates candidates) {
    candidates.change(counts, change);
  }

  private double penalised(double logit, int count) {
    double repeated = logit > 0 ? logit / penalties.repeat() : logit * penalties.repeat();
    return repeated - (double) count * penalties.frequency() - penalties.presence();
  }

  @Override
  public void accept(int token, TokenDistribution chosenFrom) {
    history.add(token);
    counts.add(token, 1);
    if (history.size() > penalties.window()) {
      counts.add(history.fromEnd(penalties.window()), -1);
    }
  }
}
