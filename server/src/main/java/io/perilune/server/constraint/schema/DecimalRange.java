package io.perilune.server.constraint.schema;

import static io.perilune.server.constraint.schema.Patterns.choice;
import static io.perilune.server.constraint.schema.Patterns.optional;
import static io.perilune.server.constraint.schema.Patterns.range;
import static io.perilune.server.constraint.schema.Patterns.repeat;
import static io.perilune.server.constraint.schema.Patterns.sequence;
import static io.perilune.server.constraint.schema.Patterns.text;

import io.perilune.inference.constraint.Pattern;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Decimal numbers of 0 or more in a range, written without an exponent. */
final class DecimalRange {
  private final Bound min;
  private final Bound max;
  private final int fractionDigits;

  /**
   * A range.
   *
   * @param min the lower end, 0 or more
   * @param max the upper end, or {@code null}
   * @param fractionDigits the most digits after the point
   */
  private DecimalRange(Bound min, Bound max, int fractionDigits) {
    this.min = min;
    this.max = max;
    this.fractionDigits = fractionDigits;
  }

  /** The numbers of a range, 0 or more; empty if none can be written. */
  static Optional<Pattern> natural(Bound min, Bound max, int fractionDigits) {
    List<Pattern> options = new DecimalRange(min, max, fractionDigits).options();
    return options.isEmpty() ? Optional.empty() : Optional.of(choice(options));
  }

  private List<Pattern> options() {
    BigInteger low = whole(min.value());
    BigInteger high = max == null ? null : whole(max.value());
    List<Pattern> options = new ArrayList<>();
    if (low.equals(high)) {
      edge(low, true, true).ifPresent(options::add);
      return options;
    }
    edge(low, true, false).ifPresent(options::add);
    BigInteger next = low.add(BigInteger.ONE);
    BigInteger last = high == null ? null : high.subtract(BigInteger.ONE);
    if (last == null || next.compareTo(last) <= 0) {
      options.add(sequence(IntegerRange.natural(next, last), anyFraction()));
    }
    if (high != null) {
      edge(high, false, true).ifPresent(options::add);
    }
    return options;
  }

  private static BigInteger whole(BigDecimal value) {
    return value.setScale(0, RoundingMode.DOWN).toBigInteger();
  }

  private Pattern anyFraction() {
    return fractionDigits == 0
        ? Patterns.EMPTY
        : optional(sequence(text("."), repeat(Patterns.DIGIT, 1, fractionDigits)));
  }

  /** Numbers with the same digits before the point as a bound has. */
  private Optional<Pattern> edge(BigInteger digits, boolean lower, boolean upper) {
    Fraction after = fraction(0, lower ? min : null, upper ? max : null);
    Pattern point = text(digits + ".");
    if (after.more().isEmpty()) {
      return after.mayEnd() ? Optional.of(text(digits.toString())) : Optional.empty();
    }
    Pattern longer = sequence(point, after.more().get());
    return Optional.of(after.mayEnd() ? choice(text(digits.toString()), longer) : longer);
  }

  /**
   * What may follow some digits after the point.
   *
   * @param mayEnd whether the number is in the range as it is
   * @param more one digit or more that keep it in the range, if there are any
   */
  private record Fraction(boolean mayEnd, Optional<Pattern> more) {}

  /**
   * What may follow digits that so far are those of the bounds.
   *
   * @param place how many digits there are
   * @param low the lower end, or {@code null} if the number is above it already
   * @param high the upper end, or {@code null} if the number is below it already
   */
  private Fraction fraction(int place, Bound low, Bound high) {
    boolean lowReached = low == null || restIsZero(low, place) && !low.exclusive();
    boolean highKept = high == null || !(restIsZero(high, place) && high.exclusive());
    boolean mayEnd = lowReached && highKept;
    if (place == fractionDigits) {
      return new Fraction(mayEnd, Optional.empty());
    }
    if (low == null && high == null) {
      return new Fraction(mayEnd, Optional.of(repeat(Patterns.DIGIT, 1, fractionDigits - place)));
    }
    int first = low == null ? 0 : digit(low, place);
    int last = high == null ? 9 : digit(high, place);
    List<Pattern> options = new ArrayList<>();
    for (int d = first; d <= last; d++) {
      boolean onLow = low != null && d == first;
      boolean onHigh = high != null && d == last;
      int to = onLow || onHigh ? d : high == null ? last : last - 1;
      Fraction next = fraction(place + 1, onLow ? low : null, onHigh ? high : null);
      Pattern digits = range('0' + d, '0' + to);
      next.more()
          .map(more -> next.mayEnd() ? sequence(digits, optional(more)) : sequence(digits, more))
          .or(() -> next.mayEnd() ? Optional.of(digits) : Optional.empty())
          .ifPresent(options::add);
      d = to;
    }
    return new Fraction(
        mayEnd, options.isEmpty() ? Optional.empty() : Optional.of(choice(options)));
  }

  /** Whether a bound has no digits but zeros from a place after the point on. */
  private static boolean restIsZero(Bound bound, int place) {
    return bound.value().stripTrailingZeros().scale() <= place;
  }

  private static int digit(Bound bound, int place) {
    return bound
        .value()
        .movePointRight(place + 1)
        .toBigInteger()
        .mod(BigInteger.TEN)
        .intValueExact();
  }
}
