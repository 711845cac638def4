package io.perilune.server.constraint.schema;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;

/**
 * What holds for numbers.
 *
 * @param whole whether fractions are excluded
 * @param min the lower end, or {@code null}
 * @param max the upper end, or {@code null}
 * @param multipleOf what all values are multiples of, or {@code null}
 */
record NumberFacts(boolean whole, Bound min, Bound max, BigDecimal multipleOf) {
  static final NumberFacts ANY = new NumberFacts(false, null, null, null);
  static final NumberFacts WHOLE = new NumberFacts(true, null, null, null);

  NumberFacts and(NumberFacts other) {
    return new NumberFacts(
        whole || other.whole,
        Bound.higher(min, other.min),
        Bound.lower(max, other.max),
        multipleOf == null ? other.multipleOf : multipleOf);
  }

  /** Whether both demand multiples, of different numbers. */
  boolean conflictsInMultiples(NumberFacts other) {
    return multipleOf != null
        && other.multipleOf != null
        && multipleOf.compareTo(other.multipleOf) != 0;
  }

  boolean isEmpty() {
    if (whole) {
      return wholeMin() != null && wholeMax() != null && wholeMin().compareTo(wholeMax()) > 0;
    }
    if (min == null || max == null) {
      return false;
    }
    int order = min.value().compareTo(max.value());
    return order > 0 || order == 0 && (min.exclusive() || max.exclusive());
  }

  /** The least whole number in the range, or {@code null}. */
  BigInteger wholeMin() {
    if (min == null) {
      return null;
    }
    BigInteger up = min.value().setScale(0, RoundingMode.CEILING).toBigInteger();
    boolean excluded = min.exclusive() && new BigDecimal(up).compareTo(min.value()) == 0;
    return excluded ? up.add(BigInteger.ONE) : up;
  }

  /** The greatest whole number in the range, or {@code null}. */
  BigInteger wholeMax() {
    if (max == null) {
      return null;
    }
    BigInteger down = max.value().setScale(0, RoundingMode.FLOOR).toBigInteger();
    boolean excluded = max.exclusive() && new BigDecimal(down).compareTo(max.value()) == 0;
    return excluded ? down.subtract(BigInteger.ONE) : down;
  }

  boolean contains(BigDecimal value) {
    boolean above = min == null || value.compareTo(min.value()) > (min.exclusive() ? 0 : -1);
    boolean below = max == null || value.compareTo(max.value()) < (max.exclusive() ? 0 : 1);
    return above
        && below
        && (!whole || isMultiple(value, BigDecimal.ONE))
        && (multipleOf == null || isMultiple(value, multipleOf));
  }

  static boolean isMultiple(BigDecimal value, BigDecimal divisor) {
    return value.remainder(divisor).signum() == 0;
  }
}
