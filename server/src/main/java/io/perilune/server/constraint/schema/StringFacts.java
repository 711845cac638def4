package io.perilune.server.constraint.schema;

import io.perilune.inference.constraint.Pattern;
import java.util.List;
import java.util.stream.Stream;

/**
 * What holds for strings.
 *
 * @param minLength the least number of code points
 * @param maxLength the greatest, or {@link Pattern#UNBOUNDED}
 * @param expressions regular expressions that strings must match
 */
record StringFacts(int minLength, int maxLength, List<Expression> expressions) {
  /**
   * A regular expression that strings must match.
   *
   * @param keyword where it comes from: {@code pattern} or {@code format}
   * @param regex what it matches
   */
  record Expression(String keyword, Regex regex) {}

  static final StringFacts ANY = new StringFacts(0, Pattern.UNBOUNDED, List.of());

  StringFacts {
    expressions = List.copyOf(expressions);
  }

  StringFacts and(StringFacts other) {
    return new StringFacts(
        Math.max(minLength, other.minLength),
        Math.min(maxLength, other.maxLength),
        Stream.concat(expressions.stream(), other.expressions.stream()).distinct().toList());
  }

  boolean isEmpty() {
    return minLength > maxLength;
  }

  boolean containsLength(String text) {
    int length = text.codePointCount(0, text.length());
    return length >= minLength && length <= maxLength;
  }
}
