package io.perilune.server.constraint.schema;

import io.perilune.inference.constraint.Pattern;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What holds for arrays.
 *
 * @param first the schemas of the first elements
 * @param others the schema of all others
 * @param min the least number of elements
 * @param max the greatest, or {@link Pattern#UNBOUNDED}
 */
record ArrayFacts(List<Conjunction> first, Conjunction others, int min, int max) {
  static final ArrayFacts ANY = new ArrayFacts(List.of(), Conjunction.ANY, 0, Pattern.UNBOUNDED);

  ArrayFacts {
    first = List.copyOf(first);
  }

  ArrayFacts and(ArrayFacts other) {
    int listed = Math.max(first.size(), other.first.size());
    return new ArrayFacts(
        IntStream.range(0, listed).mapToObj(i -> at(i).and(other.at(i))).toList(),
        others.and(other.others),
        Math.max(min, other.min),
        Math.min(max, other.max));
  }

  /** The schema of the element at an index. */
  Conjunction at(int index) {
    return index < first.size() ? first.get(index) : others;
  }

  boolean isAny() {
    return equals(ANY);
  }
}
