package io.perilune.inference.constraint;

import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;

/** Finds rules that come back to themselves before any byte of text, which nothing can follow. */
final class LeftRecursion {
  private enum Visit {
    UNDER_WAY,
    DONE
  }

  /** A rule on the way and those of its leading rules that have not been looked at. */
  private record Step(String rule, Iterator<String> leading) {}

  private final PatternNodes nodes;
  private final BitSet nullable;
  private final Map<String, Visit> visits = new HashMap<>();

  private LeftRecursion(PatternNodes nodes) {
    this.nodes = nodes;
    this.nullable = nodes.nullable();
  }

  /**
   * Refuses left recursion.
   *
   * @throws GrammarException if there is any; the message names a rule
   */
  static void refuse(Set<String> rules, PatternNodes nodes) {
    LeftRecursion search = new LeftRecursion(nodes);
    rules.forEach(search::from);
  }

  private void from(String first) {
    if (visits.containsKey(first)) {
      return;
    }
    // A stack of its own, since chains of rules may be longer than the thread's.
    ArrayDeque<Step> way = new ArrayDeque<>();
    way.push(enter(first));
    while (!way.isEmpty()) {
      Step step = way.peek();
      if (!step.leading().hasNext()) {
        visits.put(step.rule(), Visit.DONE);
        way.pop();
        continue;
      }
      String next = step.leading().next();
      if (visits.get(next) == Visit.UNDER_WAY) {
        throw new GrammarException(
            "the rule \"%s\" is left-recursive: it can begin with itself; write it as a repetition, such as item (\",\" item)*"
                .formatted(next));
      }
      if (!visits.containsKey(next)) {
        way.push(enter(next));
      }
    }
  }

  private Step enter(String rule) {
    visits.put(rule, Visit.UNDER_WAY);
    return new Step(rule, nodes.leading(rule, nullable).iterator());
  }
}
