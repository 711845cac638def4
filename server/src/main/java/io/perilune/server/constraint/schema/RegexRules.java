package io.perilune.server.constraint.schema;

import io.perilune.inference.constraint.CodePointRange;
import io.perilune.inference.constraint.Pattern;
import io.perilune.toolcall.json.JsonWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a regular expression matches, as it is written inside a JSON string: quotes, backslashes and
 * control characters in their shortest escaped form, all others as themselves.
 */
final class RegexRules {
  private static final CodePointSet CONTROLS = CodePointSet.of(new CodePointRange(0, 0x1F));
  private static final CodePointSet ESCAPED = CONTROLS.or(CodePointSet.of("\"\\"));
  private static final CodePointSet SURROGATES =
      CodePointSet.of(new CodePointRange(Character.MIN_SURROGATE, Character.MAX_SURROGATE));

  private final RuleSet rules;
  private final Map<CodePointSet, Pattern> sets = new HashMap<>();

  RegexRules(RuleSet rules) {
    this.rules = rules;
  }

  /** The pattern of an expression without anchors. */
  Pattern of(Regex regex) {
    return switch (regex) {
      case Regex.Characters(CodePointSet set) -> sets.computeIfAbsent(set, this::characters);
      case Regex.Sequence(List<Regex> parts) ->
          Patterns.sequence(parts.stream().map(this::of).toList());
      case Regex.Choice(List<Regex> options) ->
          Patterns.choice(options.stream().map(this::of).toList());
      case Regex.Repeat(Regex part, int min, int max) -> Patterns.repeat(of(part), min, max);
      case Regex.Anchor _ -> throw new IllegalArgumentException("an anchor is no text");
    };
  }

  private Pattern characters(CodePointSet set) {
    Pattern pattern = oneOf(set);
    return pattern instanceof Pattern.Choice ? rules.define("characters", pattern) : pattern;
  }

  /** One code point of a set, as it is written in a string. */
  static Pattern oneOf(CodePointSet set) {
    List<Pattern> options = new ArrayList<>();
    CodePointSet plain = set.minus(ESCAPED).minus(SURROGATES);
    if (!plain.isEmpty()) {
      options.add(new Pattern.Characters(plain.ranges(), false));
    }
    boolean allControls = set.containsAll(CONTROLS);
    if (allControls) {
      options.add(JsonRules.CONTROL_ESCAPE);
    }
    for (CodePointRange range : ESCAPED.ranges()) {
      for (int c = range.first(); c <= range.last(); c++) {
        if (set.contains(c) && !(allControls && CONTROLS.contains(c))) {
          options.add(Patterns.text(escaped(c)));
        }
      }
    }
    return Patterns.choice(options);
  }

  /** A code point as it is written in a string. */
  static String escaped(int codePoint) {
    String quoted = JsonWriter.quoted(Character.toString(codePoint));
    return quoted.substring(1, quoted.length() - 1);
  }
}
