package io.perilune.server.constraint.schema;

import io.perilune.inference.constraint.CodePointRange;
import io.perilune.inference.constraint.Pattern;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Texts by their beginnings, so that each next character decides at most one way; the grammars of
 * one of many words, and of all other words.
 */
final class WordTree {
  /** Levels that are written into one rule. */
  private static final int LEVELS_PER_RULE = 16;

  private final Map<Integer, WordTree> next = new TreeMap<>();
  private boolean word;

  static WordTree of(Iterable<String> words) {
    WordTree root = new WordTree();
    for (String word : words) {
      WordTree node = root;
      for (int c : word.codePoints().toArray()) {
        node = node.next.computeIfAbsent(c, key -> new WordTree());
      }
      node.word = true;
    }
    return root;
  }

  /** One of the words. */
  Pattern words(RuleSet rules) {
    return words(rules, 1);
  }

  private Pattern words(RuleSet rules, int level) {
    List<Pattern> options = new ArrayList<>();
    if (word) {
      options.add(Patterns.EMPTY);
    }
    for (Map.Entry<Integer, WordTree> branch : next.entrySet()) {
      StringBuilder text = new StringBuilder().appendCodePoint(branch.getKey());
      WordTree node = branch.getValue();
      while (!node.word && node.next.size() == 1) {
        Map.Entry<Integer, WordTree> only = node.next.entrySet().iterator().next();
        text.appendCodePoint(only.getKey());
        node = only.getValue();
      }
      Pattern rest = node.next.isEmpty() ? Patterns.EMPTY : node.words(rules, level + 1);
      options.add(Patterns.sequence(Patterns.text(text.toString()), rest));
    }
    Pattern pattern = Patterns.choice(options);
    return level % LEVELS_PER_RULE == 0 ? rules.define("words", pattern) : pattern;
  }

  /**
   * The content of a JSON string that is none of the words, with characters escaped only where they
   * must be, lest a word be spelled in another way.
   */
  Pattern others(RuleSet rules) {
    Pattern any = rules.define("name", Patterns.any(RegexRules.oneOf(CodePointSet.ALL)));
    return others(rules, any, 1);
  }

  private Pattern others(RuleSet rules, Pattern any, int level) {
    List<Pattern> options = new ArrayList<>();
    if (!word) {
      options.add(Patterns.EMPTY);
    }
    Set<Integer> first = next.keySet();
    CodePointSet different =
        CodePointSet.of(first.stream().map(CodePointRange::of).toList()).complement();
    options.add(Patterns.sequence(RegexRules.oneOf(different), any));
    next.forEach(
        (c, node) ->
            options.add(
                Patterns.sequence(
                    Patterns.text(RegexRules.escaped(c)), node.others(rules, any, level + 1))));
    Pattern pattern = Patterns.choice(options);
    return level % LEVELS_PER_RULE == 0 ? rules.define("name", pattern) : pattern;
  }
}
