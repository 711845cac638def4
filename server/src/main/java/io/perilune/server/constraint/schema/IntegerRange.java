package io.perilune.server.constraint.schema;

import static io.perilune.server.constraint.schema.Patterns.choice;
import static io.perilune.server.constraint.schema.Patterns.range;
import static io.perilune.server.constraint.schema.Patterns.repeat;
import static io.perilune.server.constraint.schema.Patterns.sequence;
import static io.perilune.server.constraint.schema.Patterns.text;

import io.perilune.inference.constraint.Pattern;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/** Whole numbers of a range, digit by digit, in a size that grows with the number of digits. */
final class IntegerRange {
  private IntegerRange() {}

  /**
   * The numbers of 0 or more in a range.
   *
   * @param min the least, 0 or more
   * @param max the greatest, or {@code null} for as many digits as are allowed
   */
  static Pattern natural(BigInteger min, BigInteger max) {
    String low = min.toString();
    String high = max == null ? null : max.toString();
    List<Pattern> options = new ArrayList<>();
    if (high != null && high.length() == low.length()) {
      return between(low, high);
    }
    if (low.equals("0")) {
      options.add(range('0', '9'));
    } else {
      options.add(atLeast(low));
    }
    int longest =
        high == null ? Math.max(SchemaLimits.INTEGER_DIGITS_MAX, low.length()) : high.length() - 1;
    if (longest > low.length()) {
      options.add(sequence(range('1', '9'), repeat(Patterns.DIGIT, low.length(), longest - 1)));
    }
    if (high != null) {
      options.add(between("1" + "0".repeat(high.length() - 1), high));
    }
    return choice(options);
  }

  /** The numbers between two of the same number of digits. */
  private static Pattern between(String low, String high) {
    int same = 0;
    while (same < low.length() && low.charAt(same) == high.charAt(same)) {
      same++;
    }
    if (same == low.length()) {
      return text(low);
    }
    String lowRest = low.substring(same + 1);
    String highRest = high.substring(same + 1);
    char first = low.charAt(same);
    char last = high.charAt(same);
    List<Pattern> options = new ArrayList<>();
    options.add(sequence(range(first, first), atLeast(lowRest)));
    if (first + 1 < last) {
      options.add(sequence(range(first + 1, last - 1), digits(lowRest.length())));
    }
    options.add(sequence(range(last, last), atMost(highRest)));
    return sequence(text(low.substring(0, same)), choice(options));
  }

  /** As many digits that make a number of at least this one. */
  private static Pattern atLeast(String low) {
    if (low.chars().allMatch(c -> c == '0')) {
      return digits(low.length());
    }
    char first = low.charAt(0);
    Pattern same = sequence(range(first, first), atLeast(low.substring(1)));
    return first == '9'
        ? same
        : choice(same, sequence(range(first + 1, '9'), digits(low.length() - 1)));
  }

  /** As many digits that make a number of at most this one. */
  private static Pattern atMost(String high) {
    if (high.chars().allMatch(c -> c == '9')) {
      return digits(high.length());
    }
    char first = high.charAt(0);
    Pattern same = sequence(range(first, first), atMost(high.substring(1)));
    return first == '0'
        ? same
        : choice(same, sequence(range('0', first - 1), digits(high.length() - 1)));
  }

  private static Pattern digits(int count) {
    return count == 0 ? Patterns.EMPTY : repeat(Patterns.DIGIT, count, count);
  }
}
