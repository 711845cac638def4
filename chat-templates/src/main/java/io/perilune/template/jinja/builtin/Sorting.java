package io.perilune.template.jinja.builtin;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiPredicate;

/**
 * A stable sort that asks only whether one element is before another and bears inconsistent
 * answers, as comparisons with NaN give; {@link List#sort} may throw for those.
 */
final class Sorting {
  private Sorting() {}

  static <T> List<T> sort(List<T> elements, BiPredicate<T, T> isBefore) {
    if (elements.size() < 2) {
      return new ArrayList<>(elements);
    }
    int middle = elements.size() / 2;
    List<T> left = sort(elements.subList(0, middle), isBefore);
    List<T> right = sort(elements.subList(middle, elements.size()), isBefore);
    List<T> merged = new ArrayList<>(elements.size());
    int i = 0;
    int j = 0;
    while (i < left.size() && j < right.size()) {
      merged.add(isBefore.test(right.get(j), left.get(i)) ? right.get(j++) : left.get(i++));
    }
    merged.addAll(left.subList(i, left.size()));
    merged.addAll(right.subList(j, right.size()));
    return merged;
  }
}
