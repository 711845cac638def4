package io.perilune.server.constraint.schema;

import io.perilune.inference.constraint.Pattern;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The rules of a grammar in the making, of bounded size. */
final class RuleSet {
  private final String prefix;
  private final Map<String, Pattern> rules = new LinkedHashMap<>();
  private int patterns;
  private int names;

  /**
   * Starts without rules.
   *
   * @param prefix what the names of all rules begin with
   */
  RuleSet(String prefix) {
    this.prefix = prefix;
  }

  /** Defines a rule and refers to it. */
  Pattern define(String hint, Pattern pattern) {
    String name = newName(hint);
    define(name, hint, pattern);
    return Patterns.rule(name);
  }

  /** Defines the rule of a name that {@link #newName} gave. */
  void define(String name, String hint, Pattern pattern) {
    patterns = Math.addExact(patterns, size(pattern));
    if (patterns > SchemaLimits.PATTERNS_MAX) {
      throw new SchemaTooLargeException(hint);
    }
    rules.put(name, pattern);
  }

  /** A name for a rule that will be defined later, since its own pattern may refer to it. */
  String newName(String hint) {
    return prefix + hint + "-" + names++;
  }

  /** Defines the rules that all schemas share. */
  void addShared(Map<String, Pattern> shared) {
    rules.putAll(shared);
  }

  /** The size of all rules in parts. */
  int size() {
    return patterns;
  }

  Map<String, Pattern> rules() {
    return rules;
  }

  private static int size(Pattern pattern) {
    return switch (pattern) {
      case Pattern.Text(String text) -> 1 + text.length();
      case Pattern.Characters(var ranges, boolean _) -> 1 + ranges.size();
      case Pattern.ControlToken _, Pattern.RuleReference _, Pattern.Variable _ -> 1;
      case Pattern.Sequence(List<Pattern> parts) -> size(parts);
      case Pattern.Choice(List<Pattern> options) -> size(options);
      case Pattern.Repeat(Pattern part, int _, int _) -> 1 + size(part);
    };
  }

  private static int size(List<Pattern> patterns) {
    int size = 1;
    for (Pattern pattern : patterns) {
      size = Math.addExact(size, size(pattern));
    }
    return size;
  }
}
