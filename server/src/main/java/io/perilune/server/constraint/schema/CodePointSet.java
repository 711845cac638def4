package io.perilune.server.constraint.schema;

import io.perilune.inference.constraint.CodePointRange;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A set of code points.
 *
 * @param ranges in ascending order, with gaps between them
 */
record CodePointSet(List<CodePointRange> ranges) {
  private static final int LAST = Character.MAX_CODE_POINT;

  static final CodePointSet NONE = new CodePointSet(List.of());
  static final CodePointSet ALL = of(new CodePointRange(0, LAST));

  CodePointSet {
    ranges = List.copyOf(ranges);
  }

  static CodePointSet of(CodePointRange... ranges) {
    return of(List.of(ranges));
  }

  /** The set of all code points in these ranges, which may overlap. */
  static CodePointSet of(List<CodePointRange> ranges) {
    List<CodePointRange> merged = new ArrayList<>();
    for (CodePointRange range :
        ranges.stream().sorted(Comparator.comparingInt(CodePointRange::first)).toList()) {
      CodePointRange last = merged.isEmpty() ? null : merged.getLast();
      if (last != null && range.first() <= last.last() + 1) {
        merged.set(
            merged.size() - 1,
            new CodePointRange(last.first(), Math.max(last.last(), range.last())));
      } else {
        merged.add(range);
      }
    }
    return new CodePointSet(merged);
  }

  static CodePointSet of(int codePoint) {
    return new CodePointSet(List.of(CodePointRange.of(codePoint)));
  }

  /** The characters of a text. */
  static CodePointSet of(String characters) {
    return of(characters.codePoints().mapToObj(CodePointRange::of).toList());
  }

  CodePointSet or(CodePointSet other) {
    List<CodePointRange> all = new ArrayList<>(ranges);
    all.addAll(other.ranges);
    return of(all);
  }

  /** All code points that are not in this set. */
  CodePointSet complement() {
    List<CodePointRange> others = new ArrayList<>();
    int next = 0;
    for (CodePointRange range : ranges) {
      if (range.first() > next) {
        others.add(new CodePointRange(next, range.first() - 1));
      }
      next = range.last() + 1;
    }
    if (next <= LAST) {
      others.add(new CodePointRange(next, LAST));
    }
    return new CodePointSet(others);
  }

  CodePointSet minus(CodePointSet other) {
    return complement().or(other).complement();
  }

  boolean contains(int codePoint) {
    return ranges.stream().anyMatch(r -> r.first() <= codePoint && codePoint <= r.last());
  }

  boolean containsAll(CodePointSet other) {
    return other.minus(this).ranges.isEmpty();
  }

  boolean isEmpty() {
    return ranges.isEmpty();
  }
}
