package io.perilune.inference.constraint;

import io.perilune.inference.constraint.Pattern.Characters;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Sets of code points that have a UTF-8 form. */
final class CodePoints {
  private static final List<CodePointRange> ENCODABLE =
      List.of(
          new CodePointRange(0, Character.MIN_SURROGATE - 1),
          new CodePointRange(Character.MAX_SURROGATE + 1, Character.MAX_CODE_POINT));

  private CodePoints() {}

  /** The code points that a pattern matches: ascending ranges with a gap between any two. */
  static List<CodePointRange> of(Characters characters) {
    List<CodePointRange> union = union(characters.ranges());
    return intersection(characters.negated() ? complement(union) : union, ENCODABLE);
  }

  private static List<CodePointRange> union(List<CodePointRange> ranges) {
    List<CodePointRange> sorted = new ArrayList<>(ranges);
    sorted.sort(Comparator.comparingInt(CodePointRange::first));
    List<CodePointRange> union = new ArrayList<>();
    for (CodePointRange range : sorted) {
      if (!union.isEmpty() && range.first() <= union.getLast().last() + 1) {
        CodePointRange before = union.removeLast();
        int last = Math.max(before.last(), range.last());
        union.add(new CodePointRange(before.first(), last));
      } else {
        union.add(range);
      }
    }
    return union;
  }

  private static List<CodePointRange> complement(List<CodePointRange> union) {
    List<CodePointRange> gaps = new ArrayList<>();
    int next = 0;
    for (CodePointRange range : union) {
      if (range.first() > next) {
        gaps.add(new CodePointRange(next, range.first() - 1));
      }
      next = range.last() + 1;
    }
    if (next <= Character.MAX_CODE_POINT) {
      gaps.add(new CodePointRange(next, Character.MAX_CODE_POINT));
    }
    return gaps;
  }

  private static List<CodePointRange> intersection(
      List<CodePointRange> left, List<CodePointRange> right) {
    List<CodePointRange> both = new ArrayList<>();
    for (CodePointRange a : left) {
      for (CodePointRange b : right) {
        int first = Math.max(a.first(), b.first());
        int last = Math.min(a.last(), b.last());
        if (first <= last) {
          both.add(new CodePointRange(first, last));
        }
      }
    }
    return both;
  }
}
