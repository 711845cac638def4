package io.perilune.server.constraint.schema;

import io.perilune.inference.constraint.Pattern;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An expression without anchors inside.
 *
 * @param atStart whether it must begin where the text begins
 * @param body what it matches
 * @param atEnd whether it must end where the text ends
 */
record AnchoredRegex(boolean atStart, Regex body, boolean atEnd) {
  /**
   * The alternatives of an expression, each with its anchors.
   *
   * @throws RegexException if there are anchors in the middle
   */
  static List<AnchoredRegex> split(Regex regex) {
    if (regex instanceof Regex.Choice(List<Regex> options)) {
      return options.stream().flatMap(option -> split(option).stream()).toList();
    }
    List<Regex> parts = regex instanceof Regex.Sequence(List<Regex> all) ? all : List.of(regex);
    int start = 0;
    while (start < parts.size() && parts.get(start).equals(new Regex.Anchor(true))) {
      start++;
    }
    int end = parts.size();
    while (end > start && parts.get(end - 1).equals(new Regex.Anchor(false))) {
      end--;
    }
    Regex body = new Regex.Sequence(parts.subList(start, end));
    if (hasAnchors(body)) {
      throw RegexException.unsupported("has an anchor in the middle, which is not supported");
    }
    return List.of(new AnchoredRegex(start > 0, body, end < parts.size()));
  }

  private static boolean hasAnchors(Regex regex) {
    return switch (regex) {
      case Regex.Anchor _ -> true;
      case Regex.Characters _ -> false;
      case Regex.Sequence(List<Regex> parts) -> parts.stream().anyMatch(AnchoredRegex::hasAnchors);
      case Regex.Choice(List<Regex> options) ->
          options.stream().anyMatch(AnchoredRegex::hasAnchors);
      case Regex.Repeat(Regex part, int _, int _) -> hasAnchors(part);
    };
  }

  /** Whether whatever matches has a length in these bounds. */
  boolean hasLength(int min, int max) {
    boolean within = max == Pattern.UNBOUNDED || atStart && atEnd && RegexLength.max(body) <= max;
    return RegexLength.min(body) >= min && within;
  }

  /**
   * This expression with lengths outside of the bounds left out where that is simple: where it is
   * anchored and only one of its parts, a repeated character, can be of different lengths. Empty if
   * nothing is left.
   */
  Optional<AnchoredRegex> ofLength(int min, int max) {
    if (hasLength(min, max)) {
      return Optional.of(this);
    }
    if (!atStart || !atEnd) {
      return Optional.of(this);
    }
    if (RegexLength.min(body) > max || RegexLength.max(body) < min) {
      return Optional.empty();
    }
    List<Regex> parts = new ArrayList<>(((Regex.Sequence) body).parts());
    int variable = -1;
    long fixed = 0;
    for (int i = 0; i < parts.size(); i++) {
      long length = RegexLength.min(parts.get(i));
      if (length == RegexLength.max(parts.get(i))) {
        fixed += length;
      } else if (variable < 0) {
        variable = i;
      } else {
        return Optional.of(this);
      }
    }
    if (!(parts.get(variable) instanceof Regex.Repeat(Regex part, int least, int most))
        || RegexLength.min(part) != 1
        || RegexLength.max(part) != 1) {
      return Optional.of(this);
    }
    long low = Math.max(least, min - fixed);
    long high = max == Pattern.UNBOUNDED ? most : Math.min(most, max - fixed);
    parts.set(variable, new Regex.Repeat(part, (int) low, (int) high));
    return Optional.of(new AnchoredRegex(true, new Regex.Sequence(parts), true));
  }
}
