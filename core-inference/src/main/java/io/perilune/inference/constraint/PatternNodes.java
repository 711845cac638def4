package io.perilune.inference.constraint;

import io.perilune.inference.constraint.Pattern.Characters;
import io.perilune.inference.constraint.Pattern.Choice;
import io.perilune.inference.constraint.Pattern.ControlToken;
import io.perilune.inference.constraint.Pattern.Repeat;
import io.perilune.inference.constraint.Pattern.RuleReference;
import io.perilune.inference.constraint.Pattern.Sequence;
import io.perilune.inference.constraint.Pattern.Text;
import io.perilune.inference.constraint.Pattern.Variable;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The patterns of all rules of a grammar in one list, each pattern before its parts. Questions
 * about recursive rules are answered here, in linear time.
 */
final class PatternNodes {
  private static final int NONE = -1;

  private final List<Pattern> patterns = new ArrayList<>();
  private final List<Integer> parents = new ArrayList<>();
  private final Map<String, Integer> roots = new HashMap<>();
  private final Map<String, List<Integer>> references = new HashMap<>();
  private final BitSet referring = new BitSet();

  /** For each node the one after its last part. */
  private final List<Integer> ends = new ArrayList<>();

  PatternNodes(Map<String, Pattern> rules) {
    rules.forEach(
        (name, pattern) -> {
          roots.put(name, patterns.size());
          add(pattern, NONE);
        });
  }

  private void add(Pattern pattern, int parent) {
    int node = patterns.size();
    patterns.add(pattern);
    parents.add(parent);
    ends.add(NONE);
    switch (pattern) {
      case RuleReference(String rule) -> {
        references.computeIfAbsent(rule, r -> new ArrayList<>()).add(node);
        referring.set(node);
      }
      case Sequence(List<Pattern> parts) -> parts.forEach(part -> add(part, node));
      case Choice(List<Pattern> options) -> options.forEach(option -> add(option, node));
      case Repeat(Pattern part, int min, int max) -> add(part, node);
      case Text _, Characters _, ControlToken _, Variable _ -> {}
    }
    ends.set(node, patterns.size());
  }

  int size() {
    return patterns.size();
  }

  /** Whether a node or one of its parts refers to a rule. */
  boolean refers(int node) {
    int reference = referring.nextSetBit(node);
    return reference >= 0 && reference < end(node);
  }

  int root(String rule) {
    return roots.get(rule);
  }

  int end(int node) {
    return ends.get(node);
  }

  Pattern pattern(int node) {
    return patterns.get(node);
  }

  /** The nodes that can match the empty text. */
  BitSet nullable() {
    BitSet nullable = new BitSet(patterns.size());
    int[] missing = new int[patterns.size()];
    ArrayDeque<Integer> news = new ArrayDeque<>();
    Map<Integer, String> rules = new HashMap<>();
    roots.forEach((rule, node) -> rules.put(node, rule));
    for (int node = 0; node < patterns.size(); node++) {
      Pattern pattern = patterns.get(node);
      // A sequence needs all its parts, everything else one.
      missing[node] = pattern instanceof Sequence(List<Pattern> parts) ? parts.size() : 1;
      boolean empty = pattern instanceof Text(String text) && text.isEmpty();
      boolean optional = pattern instanceof Repeat(Pattern part, int min, int max) && min == 0;
      if (missing[node] == 0 || empty || optional) {
        nullable.set(node);
        news.add(node);
      }
    }
    while (!news.isEmpty()) {
      int node = news.remove();
      int parent = parents.get(node);
      if (parent != NONE) {
        satisfy(parent, missing, nullable, news);
      } else {
        for (int reference : references.getOrDefault(rules.get(node), List.of())) {
          satisfy(reference, missing, nullable, news);
        }
      }
    }
    return nullable;
  }

  private static void satisfy(int node, int[] missing, BitSet nullable, ArrayDeque<Integer> news) {
    if (--missing[node] == 0 && !nullable.get(node)) {
      nullable.set(node);
      news.add(node);
    }
  }

  /** The rules that may come first in a rule's text, before any byte of it. */
  List<String> leading(String rule, BitSet nullable) {
    List<String> leading = new ArrayList<>();
    addLeading(root(rule), nullable, leading);
    return leading;
  }

  private void addLeading(int node, BitSet nullable, List<String> leading) {
    switch (patterns.get(node)) {
      case RuleReference(String rule) -> leading.add(rule);
      case Sequence _ -> {
        for (int part = node + 1; part < end(node); part = end(part)) {
          addLeading(part, nullable, leading);
          if (!nullable.get(part)) {
            return;
          }
        }
      }
      case Choice _, Repeat _ -> {
        for (int part = node + 1; part < end(node); part = end(part)) {
          addLeading(part, nullable, leading);
        }
      }
      case Text _, Characters _, ControlToken _, Variable _ -> {}
    }
  }
}
