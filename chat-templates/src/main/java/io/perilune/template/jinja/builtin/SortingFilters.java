package io.perilune.template.jinja.builtin;

import io.perilune.template.jinja.error.ErrorKind;
import io.perilune.template.jinja.error.JinjaException;
import io.perilune.template.jinja.value.Comparison;
import io.perilune.template.jinja.value.DictValue;
import io.perilune.template.jinja.value.HashKey;
import io.perilune.template.jinja.value.Iteration;
import io.perilune.template.jinja.value.ListValue;
import io.perilune.template.jinja.value.Runtime;
import io.perilune.template.jinja.value.Text;
import io.perilune.template.jinja.value.TupleValue;
import io.perilune.template.jinja.value.UndefinedValue;
import io.perilune.template.jinja.value.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * Filters that compare elements. They ignore the case of strings unless they are told otherwise.
 */
final class SortingFilters {
  private record Keyed(Value key, Value element) {}

  private SortingFilters() {}

  static void addTo(Table table) {
    table
        .add("sort", "value reverse? case_sensitive? attribute?", SortingFilters::sort)
        .add("dictsort", "value case_sensitive? by? reverse?", SortingFilters::dictSort)
        .add("groupby", "value attribute default? case_sensitive?", SortingFilters::groupBy)
        .add("unique", "value case_sensitive? attribute?", SortingFilters::unique)
        .add("min", "value case_sensitive? attribute?", (runtime, a) -> extreme(runtime, a, false))
        .add("max", "value case_sensitive? attribute?", (runtime, a) -> extreme(runtime, a, true));
  }

  private static Value sort(Runtime runtime, Value[] arguments) {
    boolean caseSensitive = Args.isTrue(arguments[2], false);
    List<AttributePath> paths = paths(runtime, arguments[3]);
    return new ListValue(
        sorted(
            runtime,
            Iteration.list(arguments[0], runtime.budget()),
            element -> multiKey(runtime, element, paths, caseSensitive),
            Args.flag(arguments[1])));
  }

  private static List<AttributePath> paths(Runtime runtime, Value attributes) {
    if (attributes instanceof Text text) {
      return Arrays.stream(text.chars().split(",", -1))
          .map(path -> AttributePath.of(runtime, Text.of(path)))
          .toList();
    }
    return List.of(AttributePath.of(runtime, attributes));
  }

  private static Value multiKey(
      Runtime runtime, Value element, List<AttributePath> paths, boolean caseSensitive) {
    List<Value> keys = new ArrayList<>();
    paths.forEach(path -> keys.add(key(runtime, path.get(runtime, element), caseSensitive)));
    return new ListValue(keys);
  }

  private static Value key(Runtime runtime, Value value, boolean caseSensitive) {
    return value instanceof Text text && !caseSensitive
        ? CaseMethods.apply(runtime, text, CaseMethods::lower)
        : value;
  }

  /** Sorts by keys; of equal keys the first stays first, also in reverse. */
  private static List<Value> sorted(
      Runtime runtime, List<Value> elements, Function<Value, Value> key, boolean reverse) {
    List<Keyed> keyed = new ArrayList<>(elements.size());
    elements.forEach(element -> keyed.add(new Keyed(key.apply(element), element)));
    if (reverse) {
      Collections.reverse(keyed);
    }
    List<Value> result = new ArrayList<>(keyed.size());
    Sorting.sort(keyed, (left, right) -> Comparison.less(left.key(), right.key(), runtime.budget()))
        .forEach(entry -> result.add(entry.element()));
    if (reverse) {
      Collections.reverse(result);
    }
    return result;
  }

  private static Value dictSort(Runtime runtime, Value[] arguments) {
    String by = Args.string(arguments[2], "key").chars();
    if (!by.equals("key") && !by.equals("value")) {
      throw new JinjaException(
          ErrorKind.FILTER_ARGUMENT, "You can only sort by either \"key\" or \"value\"");
    }
    if (!(Args.defined(arguments[0]) instanceof DictValue dict)) {
      throw new JinjaException(
          ErrorKind.OTHER, "a mapping is expected, not " + arguments[0].typeName());
    }
    boolean caseSensitive = Args.isTrue(arguments[1], false);
    List<Value> pairs = new ArrayList<>(dict.size());
    dict.entries().forEach(entry -> pairs.add(TupleValue.of(entry.key(), entry.value())));
    int part = by.equals("key") ? 0 : 1;
    return new ListValue(
        sorted(
            runtime,
            pairs,
            pair -> key(runtime, ((TupleValue) pair).elements().get(part), caseSensitive),
            Args.flag(arguments[3])));
  }

  private static Value groupBy(Runtime runtime, Value[] arguments) {
    boolean caseSensitive = Args.isTrue(arguments[3], false);
    AttributePath path = AttributePath.of(runtime, arguments[1], arguments[2]);
    Function<Value, Value> keyOf =
        element -> key(runtime, path.get(runtime, element), caseSensitive);
    List<Value> elements = Iteration.list(arguments[0], runtime.budget());
    List<Value> groups = new ArrayList<>();
    List<Value> group = null;
    Value groupKey = null;
    for (Value element : sorted(runtime, elements, keyOf, false)) {
      Value key = keyOf.apply(element);
      if (group == null || !Comparison.equal(key, groupKey, runtime.budget())) {
        group = new ArrayList<>();
        groupKey = key;
        Value grouper = caseSensitive ? key : path.get(runtime, element);
        groups.add(
            new TupleValue(List.of(grouper, new ListValue(group)), List.of("grouper", "list")));
      }
      group.add(element);
    }
    return new ListValue(groups);
  }

  private static Value unique(Runtime runtime, Value[] arguments) {
    return LazyIterator.generator("sync_do_unique", () -> distinct(runtime, arguments));
  }

  private static Iterator<Value> distinct(Runtime runtime, Value[] arguments) {
    boolean caseSensitive = Args.isTrue(arguments[1], false);
    AttributePath path = AttributePath.of(runtime, arguments[2]);
    Set<Object> seen = new HashSet<>();
    Iterator<Value> elements = Iteration.iterator(arguments[0]);
    return new LazyIterator(
        () -> {
          while (elements.hasNext()) {
            runtime.budget().step();
            Value element = elements.next();
            Value key = key(runtime, path.get(runtime, element), caseSensitive);
            if (seen.add(HashKey.of(key, runtime.budget()))) {
              return element;
            }
          }
          return null;
        });
  }

  private static Value extreme(Runtime runtime, Value[] arguments, boolean greatest) {
    boolean caseSensitive = Args.isTrue(arguments[1], false);
    AttributePath path = AttributePath.of(runtime, arguments[2]);
    Value best = null;
    Value bestKey = null;
    for (Value element : Iteration.list(arguments[0], runtime.budget())) {
      Value key = key(runtime, path.get(runtime, element), caseSensitive);
      boolean better =
          best == null
              || (greatest
                  ? Comparison.greater(key, bestKey, runtime.budget())
                  : Comparison.less(key, bestKey, runtime.budget()));
      if (better) {
        best = element;
        bestKey = key;
      }
    }
    return best != null ? best : UndefinedValue.because("No aggregated item, sequence was empty.");
  }
}
