package io.perilune.server.constraint.schema;

import io.perilune.inference.constraint.Pattern;
import java.util.List;

/** How many code points the texts have that an expression matches. */
final class RegexLength {
  /** Stands for any number that is too large to count. */
  static final long MANY = Long.MAX_VALUE / 4;

  private RegexLength() {}

  static long min(Regex regex) {
    return switch (regex) {
      case Regex.Characters _ -> 1;
      case Regex.Anchor _ -> 0;
      case Regex.Sequence(List<Regex> parts) ->
          parts.stream().mapToLong(RegexLength::min).reduce(0, RegexLength::sum);
      case Regex.Choice(List<Regex> options) ->
          options.stream().mapToLong(RegexLength::min).min().orElse(0);
      case Regex.Repeat(Regex part, int min, int _) -> times(min(part), min);
    };
  }

  static long max(Regex regex) {
    return switch (regex) {
      case Regex.Characters _ -> 1;
      case Regex.Anchor _ -> 0;
      case Regex.Sequence(List<Regex> parts) ->
          parts.stream().mapToLong(RegexLength::max).reduce(0, RegexLength::sum);
      case Regex.Choice(List<Regex> options) ->
          options.stream().mapToLong(RegexLength::max).max().orElse(0);
      case Regex.Repeat(Regex part, int _, int max) ->
          max == Pattern.UNBOUNDED && max(part) > 0 ? MANY : times(max(part), max);
    };
  }

  private static long sum(long a, long b) {
    return Math.min(MANY, a + b);
  }

  private static long times(long length, int count) {
    return length != 0 && count > MANY / length ? MANY : Math.min(MANY, length * count);
  }
}
