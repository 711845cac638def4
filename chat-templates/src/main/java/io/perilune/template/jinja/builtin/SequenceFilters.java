package io.perilune.template.jinja.builtin;

import io.perilune.template.jinja.budget.Budget;
import io.perilune.template.jinja.error.ErrorKind;
import io.perilune.template.jinja.error.JinjaException;
import io.perilune.template.jinja.value.Arithmetic;
import io.perilune.template.jinja.value.Comparison;
import io.perilune.template.jinja.value.DictValue;
import io.perilune.template.jinja.value.DictView;
import io.perilune.template.jinja.value.Html;
import io.perilune.template.jinja.value.IntValue;
import io.perilune.template.jinja.value.Iteration;
import io.perilune.template.jinja.value.IteratorValue;
import io.perilune.template.jinja.value.ListValue;
import io.perilune.template.jinja.value.Numbers;
import io.perilune.template.jinja.value.Runtime;
import io.perilune.template.jinja.value.SequenceValue;
import io.perilune.template.jinja.value.Text;
import io.perilune.template.jinja.value.TextBuilder;
import io.perilune.template.jinja.value.UndefinedValue;
import io.perilune.template.jinja.value.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;

/** Filters of sequences that keep their order. */
final class SequenceFilters {
  private SequenceFilters() {}

  static void addTo(Table table) {
    table
        .addInstant("length", "obj", (runtime, a) -> IntValue.of(Iteration.length(a[0])))
        .alias("count", "length")
        .add("list", "value", (runtime, a) -> new ListValue(list(runtime, a[0])))
        .add("first", "seq", SequenceFilters::first)
        .add("last", "seq", SequenceFilters::last)
        .add("random", "seq", SequenceFilters::random)
        .add("join", "value d? attribute?", SequenceFilters::join)
        .add("reverse", "value", SequenceFilters::reverse)
        .addInstant("items", "value", SequenceFilters::items)
        .add("sum", "iterable attribute? start?", SequenceFilters::sum)
        .add("batch", "value linecount fill_with?", SequenceFilters::batch)
        .add("slice", "value slices fill_with?", SequenceFilters::slice);
  }

  private static List<Value> list(Runtime runtime, Value value) {
    return Iteration.list(value, runtime.budget());
  }

  private static Value first(Runtime runtime, Value[] arguments) {
    Iterator<Value> elements = Iteration.iterator(arguments[0]);
    return elements.hasNext()
        ? elements.next()
        : UndefinedValue.because("No first item, sequence was empty.");
  }

  private static Value last(Runtime runtime, Value[] arguments) {
    List<Value> elements =
        arguments[0] instanceof SequenceValue sequence
            ? sequence.elements()
            : list(runtime, requireReversible(arguments[0]));
    return elements.isEmpty()
        ? UndefinedValue.because("No last item, sequence was empty.")
        : elements.getLast();
  }

  private static Value requireReversible(Value value) {
    if (!Iteration.hasLength(value)) {
      throw JinjaException.type("'" + value.typeName() + "' object is not reversible");
    }
    return value;
  }

  private static Value random(Runtime runtime, Value[] arguments) {
    List<Value> elements = list(runtime, requireReversible(arguments[0]));
    return elements.isEmpty()
        ? UndefinedValue.because("No random item, sequence was empty.")
        : elements.get(ThreadLocalRandom.current().nextInt(elements.size()));
  }

  private static Value join(Runtime runtime, Value[] arguments) {
    Text separator = arguments[1] == null ? Text.EMPTY : Args.text(runtime, arguments[1]);
    AttributePath path = AttributePath.of(runtime, arguments[2]);
    List<Text> parts = new ArrayList<>();
    boolean escape = separator.isMarkup();
    Iterator<Value> elements = Iteration.iterator(arguments[0]);
    while (elements.hasNext()) {
      runtime.budget().step();
      Text part = Args.text(runtime, path.get(runtime, elements.next()));
      escape |= part.isMarkup();
      parts.add(part);
    }
    return join(runtime, separator, parts, escape && runtime.autoescape());
  }

  private static Text join(Runtime runtime, Text separator, List<Text> parts, boolean escape) {
    Text between = escape ? Html.escape(separator, runtime.budget()) : separator;
    TextBuilder joined = new TextBuilder(runtime.budget());
    for (int i = 0; i < parts.size(); i++) {
      if (i > 0) {
        joined.append(between);
      }
      joined.append(escape ? Html.escape(parts.get(i), runtime.budget()) : parts.get(i));
    }
    return joined.build().asMarkup(escape);
  }

  private static Value reverse(Runtime runtime, Value[] arguments) {
    if (arguments[0] instanceof Text text) {
      return Members.slice(runtime, text, null, null, IntValue.of(-1));
    }
    List<Value> elements;
    try {
      elements = list(runtime, arguments[0]);
    } catch (JinjaException e) {
      throw e.kind() == ErrorKind.TYPE
          ? new JinjaException(ErrorKind.FILTER_ARGUMENT, "argument must be iterable")
          : e;
    }
    Collections.reverse(elements);
    return arguments[0] instanceof IteratorValue
        ? new ListValue(elements)
        : IteratorValue.reversed("list_reverseiterator", elements.iterator());
  }

  /**
   * The pairs of a mapping; as in the reference, a wrong input is noticed when they are asked for.
   */
  private static Value items(Runtime runtime, Value[] arguments) {
    return LazyIterator.generator(
        "do_items",
        () ->
            switch (arguments[0]) {
              case UndefinedValue undefined -> Collections.emptyIterator();
              case DictValue dict -> new DictView(dict, DictView.Part.ITEMS).iterator();
              default -> throw JinjaException.type("Can only get item pairs from a mapping.");
            });
  }

  private static Value sum(Runtime runtime, Value[] arguments) {
    AttributePath path = AttributePath.of(runtime, arguments[1]);
    Value total = arguments[2] == null ? IntValue.of(0) : arguments[2];
    if (total instanceof Text) {
      throw JinjaException.type("sum() can't sum strings [use ''.join(seq) instead]");
    }
    for (Value element : list(runtime, arguments[0])) {
      total = Arithmetic.add(total, path.get(runtime, element), runtime.budget());
    }
    return total;
  }

  private static Value batch(Runtime runtime, Value[] arguments) {
    return LazyIterator.generator(
        "do_batch", () -> batches(runtime, arguments[0], arguments[1], arguments[2]).iterator());
  }

  private static List<Value> batches(Runtime runtime, Value value, Value size, Value filler) {
    List<Value> batches = new ArrayList<>();
    List<Value> batch = new ArrayList<>();
    for (Value element : list(runtime, value)) {
      if (Comparison.equal(IntValue.of(batch.size()), size, runtime.budget())) {
        batches.add(new ListValue(batch));
        batch = new ArrayList<>();
      }
      batch.add(element);
    }
    if (!batch.isEmpty()) {
      if (!Args.isAbsent(filler)
          && Comparison.less(IntValue.of(batch.size()), size, runtime.budget())) {
        fill(batch, Numbers.requireInt(size), filler, runtime.budget());
      }
      batches.add(new ListValue(batch));
    }
    return batches;
  }

  private static void fill(List<Value> batch, int size, Value filler, Budget budget) {
    budget.steps((long) size - batch.size());
    while (batch.size() < size) {
      batch.add(filler);
    }
  }

  private static Value slice(Runtime runtime, Value[] arguments) {
    return LazyIterator.generator(
        "sync_do_slice", () -> slices(runtime, arguments[0], arguments[1], arguments[2]));
  }

  private static Iterator<Value> slices(
      Runtime runtime, Value value, Value numberOfSlices, Value filler) {
    List<Value> elements = list(runtime, value);
    int slices = Numbers.requireInt(numberOfSlices);
    if (slices == 0) {
      throw new JinjaException(ErrorKind.ZERO_DIVISION, "integer division or modulo by zero");
    }
    int size = elements.size() / Math.max(slices, 1);
    int longer = elements.size() % Math.max(slices, 1);
    return IntStream.range(0, Math.max(slices, 0))
        .mapToObj(
            index -> {
              int from = index * size + Math.min(index, longer);
              int to = from + size + (index < longer ? 1 : 0);
              List<Value> part = new ArrayList<>(elements.subList(from, to));
              if (!Args.isAbsent(filler) && index >= longer) {
                part.add(filler);
              }
              return (Value) new ListValue(part);
            })
        .iterator();
  }
}
