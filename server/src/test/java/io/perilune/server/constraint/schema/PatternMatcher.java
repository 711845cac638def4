package io.perilune.server.constraint.schema;

import io.perilune.inference.constraint.CodePointRange;
import io.perilune.inference.constraint.Grammar;
import io.perilune.inference.constraint.Pattern;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Says whether a text is in a grammar, in the most obvious way: all ends of all parts. */
final class PatternMatcher {
  private final Grammar grammar;
  private final int[] text;
  private final Map<String, BitSet> known = new HashMap<>();

  private PatternMatcher(Grammar grammar, String text) {
    this.grammar = grammar;
    this.text = text.codePoints().toArray();
  }

  static boolean matches(Grammar grammar, String text) {
    PatternMatcher matcher = new PatternMatcher(grammar, text);
    return matcher.rule(grammar.root(), 0).get(matcher.text.length);
  }

  private BitSet rule(String name, int from) {
    String key = name + "@" + from;
    BitSet ends = known.get(key);
    if (ends == null) {
      ends = ends(grammar.rules().get(name), from);
      known.put(key, ends);
    }
    return ends;
  }

  private BitSet ends(Pattern pattern, int from) {
    return switch (pattern) {
      case Pattern.Text(String expected) -> {
        int[] points = expected.codePoints().toArray();
        boolean same = from + points.length <= text.length;
        for (int i = 0; same && i < points.length; i++) {
          same = text[from + i] == points[i];
        }
        yield same ? only(from + points.length) : new BitSet();
      }
      case Pattern.Characters(List<CodePointRange> ranges, boolean negated) ->
          from < text.length && isIn(ranges, text[from]) != negated ? only(from + 1) : new BitSet();
      case Pattern.ControlToken _, Pattern.Variable _ -> new BitSet();
      case Pattern.RuleReference(String rule) -> rule(rule, from);
      case Pattern.Sequence(List<Pattern> parts) -> {
        BitSet ends = only(from);
        for (Pattern part : parts) {
          ends = after(part, ends);
        }
        yield ends;
      }
      case Pattern.Choice(List<Pattern> options) -> {
        BitSet ends = new BitSet();
        options.forEach(option -> ends.or(ends(option, from)));
        yield ends;
      }
      case Pattern.Repeat(Pattern part, int min, int max) -> repeat(part, min, max, from);
    };
  }

  private BitSet repeat(Pattern part, int min, int max, int from) {
    BitSet ends = new BitSet();
    BitSet current = only(from);
    for (int i = 0; !current.isEmpty(); i++) {
      if (i >= min) {
        BitSet before = (BitSet) ends.clone();
        ends.or(current);
        if (ends.equals(before)) {
          break;
        }
      }
      if (i == max) {
        break;
      }
      current = after(part, current);
    }
    return ends;
  }

  private BitSet after(Pattern part, BitSet starts) {
    BitSet ends = new BitSet();
    starts.stream().forEach(start -> ends.or(ends(part, start)));
    return ends;
  }

  private static boolean isIn(List<CodePointRange> ranges, int point) {
    return ranges.stream().anyMatch(r -> r.first() <= point && point <= r.last());
  }

  private static BitSet only(int position) {
    BitSet set = new BitSet();
    set.set(position);
    return set;
  }
}
