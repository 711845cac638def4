package io.perilune.inference.engine;

import java.util.List;

/**
 * Decides how many tokens each sequence drafts in a step. The rule: a draft gets longer as long as
 * that gives more tokens in less time, that is while
 *
 * <pre>chance of its next token / time for it &gt; tokens expected so far / time of the pass</pre>
 *
 * <p>where times are measured ones. So nothing is drafted where drafts are seldom right, where a
 * wider pass takes as much longer, or where many sequences share a pass already; apart from the
 * trials of {@link Draft}.
 */
final class DraftPlan {
  private final int most;
  private final int rows;
  private final StepCost cost;

  /**
   * Creates a plan.
   *
   * @param most tokens of a sequence's draft
   * @param rows tokens of all drafts of a step
   */
  DraftPlan(int most, int rows, StepCost cost) {
    this.most = Math.min(most, rows);
    this.rows = rows;
    this.cost = cost;
  }

  /** Makes drafts for sequences that all compute one other token in this step. */
  void make(List<Sequence> sequences) {
    if (most == 0 || sequences.isEmpty()) {
      return;
    }
    double expected = sequences.size();
    double time = cost.of(sequences.size());
    int left = rows;
    for (Sequence sequence : sequences) {
      double chance = sequence.findDraft();
      int limit = Math.min(Math.min(most, left), sequence.draftRoom());
      if (chance == 0 || limit < 1) {
        continue;
      }
      int length = 0;
      for (double p = chance; length < limit && p * time > expected * cost.perToken(); length++) {
        expected += p;
        time += cost.perToken();
        p *= chance;
      }
      sequence.draft(length, limit);
      left -= sequence.draftLength();
    }
  }
}
