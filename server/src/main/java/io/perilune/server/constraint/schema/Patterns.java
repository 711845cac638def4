package io.perilune.server.constraint.schema;

import io.perilune.inference.constraint.CodePointRange;
import io.perilune.inference.constraint.Pattern;
import java.util.ArrayList;
import java.util.List;

/** Short ways to write patterns. */
final class Patterns {
  static final Pattern EMPTY = new Pattern.Sequence(List.of());
  static final Pattern DIGIT = range('0', '9');

  private Patterns() {}

  static Pattern text(String text) {
    return new Pattern.Text(text);
  }

  static Pattern rule(String name) {
    return new Pattern.RuleReference(name);
  }

  static Pattern range(int first, int last) {
    return new Pattern.Characters(List.of(new CodePointRange(first, last)), false);
  }

  /** One of these characters. */
  static Pattern characters(String characters) {
    return new Pattern.Characters(
        characters.codePoints().mapToObj(CodePointRange::of).toList(), false);
  }

  /** The parts in a row; sequences among them are laid flat. */
  static Pattern sequence(Pattern... parts) {
    return sequence(List.of(parts));
  }

  static Pattern sequence(List<Pattern> parts) {
    List<Pattern> flat = new ArrayList<>(parts.size());
    for (Pattern part : parts) {
      if (part instanceof Pattern.Sequence(List<Pattern> inner)) {
        flat.addAll(inner);
      } else {
        flat.add(part);
      }
    }
    return flat.size() == 1 ? flat.getFirst() : new Pattern.Sequence(flat);
  }

  static Pattern choice(Pattern... options) {
    return choice(List.of(options));
  }

  static Pattern choice(List<Pattern> options) {
    return options.size() == 1 ? options.getFirst() : new Pattern.Choice(options);
  }

  static Pattern optional(Pattern part) {
    return repeat(part, 0, 1);
  }

  static Pattern repeat(Pattern part, int min, int max) {
    return min == 1 && max == 1 ? part : new Pattern.Repeat(part, min, max);
  }

  static Pattern any(Pattern part) {
    return new Pattern.Repeat(part, 0, Pattern.UNBOUNDED);
  }
}
