package io.perilune.inference.sampling;

/**
 * Makes tokens less probable that would continue a repetition ("don't repeat yourself"). If the
 * last {@code n} tokens have occurred before, and {@code n} is at least the allowed length, the
 * token that followed them then loses {@code multiplier * base ^ (n - allowed length)} from its
 * logit; of several such {@code n} the greatest counts. Repetitions do not reach back over sequence
 * breakers (p-e-w, 2024, github.com/oobabooga/text-generation-webui/pull/5677).
 */
final class DryStage implements SamplerStage {
  private final Dry dry;
  private final TokenHistory history;
  private final SequenceBreakers.Scanner breakers;
  private final TokenTable repeats = new TokenTable();
  private final Candidates.Change change = this::penalised;

  /** How many tokens of the history come up to the end of the last sequence breaker. */
  private int broken;

  /** The lengths of repetitions by how far back they end; see {@link #findRepeats}. */
  private int[] lengths = new int[0];

  DryStage(Dry dry, int[] prompt) {
    this.dry = dry;
    this.history = new TokenHistory(prompt, dry.window());
    this.breakers = dry.breakers().newScanner();
    for (int i = 0; i < history.size(); i++) {
      if (breakers.endsIn(history.fromEnd(history.size() - 1 - i))) {
        broken = i + 1;
      }
    }
  }

  @Override
  public void apply(Candidates candidates) {
    int last = Math.min(history.size(), dry.window());
    int limit = Math.min(last, history.size() - broken);
    if (last > dry.allowedLength() && limit >= dry.allowedLength()) {
      findRepeats(last, limit);
      candidates.change(repeats, change);
    }
  }

  /**
   * Finds the tokens that followed what the history ends with. The lengths are the Z function
   * (Gusfield, "Algorithms on Strings, Trees, and Sequences", 1997, section 1.4) of the history
   * read backwards: how many of the last tokens stand {@code back} tokens before the end as well.
   */
  private void findRepeats(int last, int limit) {
    if (lengths.length < last) {
      lengths = new int[Math.addExact(last, last / 2)];
    }
    repeats.clear();
    int boxStart = 0;
    int boxEnd = 0;
    for (int back = 1; back < last; back++) {
      int length = back < boxEnd ? Math.min(boxEnd - back, lengths[back - boxStart]) : 0;
      while (back + length < last && history.fromEnd(length) == history.fromEnd(back + length)) {
        length++;
      }
      lengths[back] = length;
      if (back + length > boxEnd) {
        boxStart = back;
        boxEnd = back + length;
      }
      int counted = Math.min(length, limit);
      if (counted >= dry.allowedLength()) {
        repeats.raiseTo(history.fromEnd(back - 1), counted);
      }
    }
  }

  private double penalised(double logit, int length) {
    double penalty = dry.multiplier() * Math.pow(dry.base(), length - dry.allowedLength());
    return logit - Math.min(penalty, Float.MAX_VALUE);
  }

  @Override
  public void accept(int token, TokenDistribution chosenFrom) {
    history.add(token);
    if (breakers.endsIn(token)) {
      broken = history.size();
    }
  }
}
