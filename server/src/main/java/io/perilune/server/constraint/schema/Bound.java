package io.perilune.server.constraint.schema;

import java.math.BigDecimal;

/**
 * An end of a range of numbers.
 *
 * @param exclusive whether the value itself lies outside
 */
record Bound(BigDecimal value, boolean exclusive) {
  /** The narrower of two lower ends, either of which may be absent. */
  static Bound higher(Bound a, Bound b) {
    if (a == null || b == null) {
      return a == null ? b : a;
    }
    int order = a.value.compareTo(b.value);
    return order > 0 || order == 0 && a.exclusive ? a : b;
  }

  /** The narrower of two upper ends, either of which may be absent. */
  static Bound lower(Bound a, Bound b) {
    if (a == null || b == null) {
      return a == null ? b : a;
    }
    int order = a.value.compareTo(b.value);
    return order < 0 || order == 0 && a.exclusive ? a : b;
  }

  /** This bound, seen from the other side of zero. */
  static Bound mirrored(Bound bound) {
    return bound == null ? null : new Bound(bound.value.negate(), bound.exclusive);
  }
}
