package io.perilune.server.constraint;

import io.perilune.inference.constraint.Grammar;
import io.perilune.inference.constraint.Pattern;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Gives the rules of a grammar other names, so that it can be put into a larger one. */
final class Renaming {
  private Renaming() {}

  /** The same grammar, with a prefix before the name of each rule. */
  static Grammar prefixed(Grammar grammar, String prefix) {
    Map<String, Pattern> rules = new LinkedHashMap<>();
    grammar.rules().forEach((name, pattern) -> rules.put(prefix + name, prefixed(pattern, prefix)));
    return new Grammar(rules, prefix + grammar.root());
  }

  private static Pattern prefixed(Pattern pattern, String prefix) {
    return switch (pattern) {
      case Pattern.RuleReference(String rule) -> new Pattern.RuleReference(prefix + rule);
      case Pattern.Sequence(List<Pattern> parts) ->
          new Pattern.Sequence(parts.stream().map(part -> prefixed(part, prefix)).toList());
      case Pattern.Choice(List<Pattern> options) ->
          new Pattern.Choice(options.stream().map(option -> prefixed(option, prefix)).toList());
      case Pattern.Repeat(Pattern part, int min, int max) ->
          new Pattern.Repeat(prefixed(part, prefix), min, max);
      case Pattern.Text _, Pattern.Variable _, Pattern.Characters _, Pattern.ControlToken _ ->
          pattern;
    };
  }
}
