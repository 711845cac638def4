package io.perilune.server.constraint.schema;

import io.perilune.inference.constraint.CodePointRange;
import io.perilune.inference.constraint.Pattern;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/**
 * Texts by their beginnings, so that each next character decides at most one way; the grammars of
 * one of many words, and of all other words.
 */
final class WordTree {
  /** Levels that are written into one rule. */
  private static final int LEVELS_PER_RULE = 16;

  /** The words in order, as code points. */
  private final int[][] words;

  /** The words with this beginning are those from here... */
  private final int from;

  /** ...up to here, without it. */
  private final int to;

  /** The number of code points of the beginning. */
  private final int depth;

  private WordTree(int[][] words, int from, int to, int depth) {
    this.words = words;
    this.from = from;
    this.to = to;
    this.depth = depth;
  }

  /** The tree of some words, at least one, each listed once. */
  static WordTree of(Collection<String> words) {
    int[][] sorted =
        words.stream()
            .map(word -> word.codePoints().toArray())
            .sorted(Arrays::compare)
            .toArray(int[][]::new);
    return new WordTree(sorted, 0, sorted.length, 0);
  }

  /** Whether the beginning is a word itself. */
  private boolean isWord() {
    return words[from].length == depth;
  }

  /** The longer beginnings, by one code point each, in order. */
  private List<WordTree> next() {
    List<WordTree> next = new ArrayList<>();
    int start = isWord() ? from + 1 : from;
    while (start < to) {
      int end = start + 1;
      while (end < to && words[end][depth] == words[start][depth]) {
        end++;
      }
      next.add(new WordTree(words, start, end, depth + 1));
      start = end;
    }
    return next;
  }

  private int last() {
    return words[from][depth - 1];
  }

  /** One of the words. */
  Pattern words(RuleSet rules) {
    return words(rules, 1);
  }

  private Pattern words(RuleSet rules, int level) {
    List<Pattern> options = new ArrayList<>();
    if (isWord()) {
      options.add(Patterns.EMPTY);
    }
    for (WordTree branch : next()) {
      WordTree fork = branch.fork();
      Pattern text = Patterns.text(new String(words[branch.from], depth, fork.depth - depth));
      options.add(
          fork.to == fork.from + 1 ? text : Patterns.sequence(text, fork.words(rules, level + 1)));
    }
    Pattern pattern = Patterns.choice(options);
    return level % LEVELS_PER_RULE == 0 ? rules.define("words", pattern) : pattern;
  }

  /** The longest beginning that all of these words have. */
  private WordTree fork() {
    int[] first = words[from];
    int[] last = words[to - 1];
    // What the first and the last have in common, all between have.
    int shared = Arrays.mismatch(first, last);
    return new WordTree(words, from, to, shared < 0 ? first.length : shared);
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
    if (!isWord()) {
      options.add(Patterns.EMPTY);
    }
    List<WordTree> next = next();
    CodePointSet different =
        CodePointSet.of(next.stream().map(branch -> CodePointRange.of(branch.last())).toList())
            .complement();
    options.add(Patterns.sequence(RegexRules.oneOf(different), any));
    next.forEach(
        branch ->
            options.add(
                Patterns.sequence(
                    Patterns.text(RegexRules.escaped(branch.last())),
                    branch.others(rules, any, level + 1))));
    Pattern pattern = Patterns.choice(options);
    return level % LEVELS_PER_RULE == 0 ? rules.define("name", pattern) : pattern;
  }
}
