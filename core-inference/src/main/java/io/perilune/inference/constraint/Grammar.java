package io.perilune.inference.constraint;

import io.perilune.inference.constraint.Pattern.Characters;
import io.perilune.inference.constraint.Pattern.Choice;
import io.perilune.inference.constraint.Pattern.ControlToken;
import io.perilune.inference.constraint.Pattern.Repeat;
import io.perilune.inference.constraint.Pattern.RuleReference;
import io.perilune.inference.constraint.Pattern.Sequence;
import io.perilune.inference.constraint.Pattern.Text;
import io.perilune.inference.constraint.Pattern.Variable;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A context-free grammar. It is checked: all rules exist, and none refers to itself before it has
 * matched anything.
 *
 * @param rules patterns by name; they may refer to each other and to themselves
 * @param root the name of the rule that the whole text matches
 */
public record Grammar(Map<String, Pattern> rules, String root) {
  /** The most rules. */
  public static final int MAX_RULES = 20_000;

  /** The deepest nesting of patterns in a rule. */
  public static final int MAX_DEPTH = 256;

  /** The greatest size: patterns, characters of texts and ranges, together. */
  public static final int MAX_SIZE = 1_000_000;

  /**
   * Checks a grammar.
   *
   * @throws GrammarException if it is wrong or too large; the message names the rule
   */
  public Grammar {
    rules = Collections.unmodifiableMap(new LinkedHashMap<>(rules));
    if (rules.size() > MAX_RULES) {
      throw new GrammarException(
          "the grammar has %d rules; at most %d are supported".formatted(rules.size(), MAX_RULES));
    }
    if (!rules.containsKey(root)) {
      throw new GrammarException("the grammar has no rule \"%s\"; add it".formatted(root));
    }
    Check check = new Check(rules);
    rules.forEach(check::rule);
    PatternNodes nodes = new PatternNodes(rules);
    LeftRecursion.refuse(rules.keySet(), nodes);
  }

  /** A grammar of one rule. */
  public static Grammar of(Pattern pattern) {
    return new Grammar(Map.of("root", pattern), "root");
  }

  /** Adds up the size and looks at each pattern by itself. */
  private static final class Check {
    private final Map<String, Pattern> rules;
    private int size;

    Check(Map<String, Pattern> rules) {
      this.rules = rules;
    }

    void rule(String name, Pattern pattern) {
      pattern(name, pattern, 1);
    }

    private void pattern(String rule, Pattern pattern, int depth) {
      if (depth > MAX_DEPTH) {
        throw new GrammarException(
            "the rule \"%s\" is nested more than %d deep; move inner parts to rules of their own"
                .formatted(rule, MAX_DEPTH));
      }
      grow(1);
      switch (pattern) {
        case Text(String text) -> {
          grow(text.length());
          requireEncodable(rule, text);
        }
        case Characters(List<CodePointRange> ranges, boolean _) -> grow(ranges.size());
        case ControlToken(String text) -> grow(text.length());
        case Variable _ -> {}
        case RuleReference(String name) -> requireRule(rule, name);
        case Sequence(List<Pattern> parts) -> parts.forEach(part -> pattern(rule, part, depth + 1));
        case Choice(List<Pattern> options) ->
            options.forEach(option -> pattern(rule, option, depth + 1));
        case Repeat(Pattern part, int _, int _) -> pattern(rule, part, depth + 1);
      }
    }

    private void grow(int more) {
      size = Math.addExact(size, more);
      if (size > MAX_SIZE) {
        throw new GrammarException(
            "the grammar is larger than %d patterns and characters; simplify it"
                .formatted(MAX_SIZE));
      }
    }

    private void requireRule(String rule, String name) {
      if (!rules.containsKey(name)) {
        throw new GrammarException(
            "the rule \"%s\" refers to \"%s\", which the grammar does not have; add or correct it"
                .formatted(rule, name));
      }
    }

    private static void requireEncodable(String rule, String text) {
      if (hasHalfPair(text)) {
        throw new GrammarException(
            "the rule \"%s\" has a text with half of a surrogate pair, which no output can hold; correct it"
                .formatted(rule));
      }
    }

    /** Whether a surrogate stands alone. */
    private static boolean hasHalfPair(String text) {
      for (int i = 0; i < text.length(); i++) {
        if (Character.isSurrogate(text.charAt(i))) {
          if (text.codePointAt(i) < Character.MIN_SUPPLEMENTARY_CODE_POINT) {
            return true;
          }
          i++;
        }
      }
      return false;
    }
  }
}
