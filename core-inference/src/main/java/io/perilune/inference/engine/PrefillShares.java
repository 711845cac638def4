package io.perilune.inference.engine;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Divides a step's prefill among the sequences that need it.
 *
 * <p>The rule: each owner gets the same share, rounded up while there is something left; who comes
 * first changes from step to step. Of an owner's share its oldest sequence gets half, rounded up;
 * the rest goes to the ones with the fewest tokens left. What an owner cannot use goes to those
 * with the fewest tokens left.
 *
 * <p>So with {@code b} tokens a step and {@code m} owners in slots a sequence is done with its
 * prompt, whatever comes after it, once its owner has had as many turns as the older sequences of
 * this owner and itself need at {@code max(1, floor(b / m) / 2)} tokens a turn; and an owner has a
 * turn in each step if {@code b >= m}. A short prompt beside a long one of the same owner gets
 * nearly half of each step until it is done.
 */
final class PrefillShares {
  private static final Comparator<Sequence> SHORTEST_FIRST =
      Comparator.comparingInt(Sequence::uncomputed).thenComparingLong(Sequence::age);

  /** Gets to know how many tokens a sequence may compute in this step. */
  @FunctionalInterface
  interface Grants {
    void grant(Sequence sequence, int tokens);
  }

  private long step;

  /**
   * Divides.
   *
   * @param sequences those that need prefill, the oldest first
   * @param budget tokens of this step
   * @param grants is called at most once for each sequence, with 1 or more
   */
  void divide(List<Sequence> sequences, int budget, Grants grants) {
    step++;
    if (sequences.isEmpty() || budget == 0) {
      return;
    }
    Map<Sequence, Integer> granted = new LinkedHashMap<>();
    List<String> owners = sequences.stream().map(Sequence::owner).distinct().toList();
    int share = Math.ceilDiv(budget, owners.size());
    int left = budget;
    for (int i = 0; i < owners.size() && left > 0; i++) {
      String owner = owners.get((int) ((step + i) % owners.size()));
      List<Sequence> own = sequences.stream().filter(s -> s.owner().equals(owner)).toList();
      int turn = Math.min(share, left);
      int oldest = give(own.getFirst(), Math.ceilDiv(turn, 2), granted);
      left -= oldest + giveShortest(own, turn - oldest, granted);
    }
    giveShortest(sequences, left, granted);
    granted.forEach(grants::grant);
  }

  private static int giveShortest(
      List<Sequence> sequences, int budget, Map<Sequence, Integer> granted) {
    int left = budget;
    for (Sequence sequence : sequences.stream().sorted(SHORTEST_FIRST).toList()) {
      left -= give(sequence, left, granted);
    }
    return budget - left;
  }

  /** Gives as much of {@code tokens} as the sequence can use; gives that number. */
  private static int give(Sequence sequence, int tokens, Map<Sequence, Integer> granted) {
    int before = granted.getOrDefault(sequence, 0);
    int given = Math.min(tokens, sequence.uncomputed() - before);
    if (given > 0) {
      granted.put(sequence, before + given);
    }
    return given;
  }
}
