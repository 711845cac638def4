package io.perilune.template.jinja.run;

import io.perilune.template.jinja.budget.Budget;
import io.perilune.template.jinja.error.JinjaException;
import io.perilune.template.jinja.value.Arguments;
import io.perilune.template.jinja.value.BoolValue;
import io.perilune.template.jinja.value.Comparison;
import io.perilune.template.jinja.value.IntValue;
import io.perilune.template.jinja.value.ObjectValue;
import io.perilune.template.jinja.value.TupleValue;
import io.perilune.template.jinja.value.UndefinedValue;
import io.perilune.template.jinja.value.Value;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.function.Supplier;

/** A running loop: its elements and what a template can ask of it as {@code loop}. */
final class Loop {
  private final Iterator<Value> rest;
  private final Budget budget;
  private final int depth;
  private final ObjectValue value;

  /** Elements that were asked for before their turn. */
  private final Deque<Value> ahead = new ArrayDeque<>();

  private int index = -1;
  private Value previous;
  private Value current;
  private TupleValue lastChanged;

  /**
   * @param depth the number of loops of the same recursion around this one
   * @param recursion what calling {@code loop} does
   */
  Loop(Iterator<Value> elements, int depth, ObjectValue.Body recursion, Budget budget) {
    this.rest = elements;
    this.depth = depth;
    this.budget = budget;
    this.value =
        new ObjectValue(
            "LoopContext",
            () -> "<LoopContext " + (index + 1) + "/" + length() + ">",
            attributes(),
            recursion);
  }

  ObjectValue value() {
    return value;
  }

  boolean hasNext() {
    return !ahead.isEmpty() || rest.hasNext();
  }

  Value next() {
    budget.step();
    previous = current;
    current = ahead.isEmpty() ? rest.next() : ahead.poll();
    index++;
    return current;
  }

  private int length() {
    while (rest.hasNext()) {
      budget.step();
      ahead.add(rest.next());
    }
    return index + 1 + ahead.size();
  }

  private Value nextItem() {
    if (ahead.isEmpty() && rest.hasNext()) {
      ahead.add(rest.next());
    }
    return ahead.isEmpty() ? UndefinedValue.because("there is no next item") : ahead.peek();
  }

  private Map<String, Supplier<Value>> attributes() {
    Map<String, Supplier<Value>> attributes = new HashMap<>();
    attributes.put("index", () -> IntValue.of(index + 1L));
    attributes.put("index0", () -> IntValue.of(index));
    attributes.put("revindex", () -> IntValue.of((long) length() - index));
    attributes.put("revindex0", () -> IntValue.of(length() - index - 1L));
    attributes.put("first", () -> BoolValue.of(index == 0));
    attributes.put("last", () -> BoolValue.of(!hasNext()));
    attributes.put("length", () -> IntValue.of(length()));
    attributes.put("depth", () -> IntValue.of(depth + 1L));
    attributes.put("depth0", () -> IntValue.of(depth));
    attributes.put(
        "previtem",
        () -> index == 0 ? UndefinedValue.because("there is no previous item") : previous);
    attributes.put("nextitem", this::nextItem);
    attributes.put(
        "cycle", () -> ObjectValue.function("cycle", (runtime, arguments) -> cycle(arguments)));
    attributes.put(
        "changed",
        () -> ObjectValue.function("changed", (runtime, arguments) -> changed(arguments)));
    return attributes;
  }

  private Value cycle(Arguments arguments) {
    if (arguments.positional().isEmpty()) {
      throw JinjaException.type("no items for cycling given");
    }
    return arguments.positional().get(index % arguments.positional().size());
  }

  private Value changed(Arguments arguments) {
    TupleValue values = new TupleValue(arguments.positional());
    if (lastChanged != null && Comparison.equal(lastChanged, values, budget)) {
      return BoolValue.FALSE;
    }
    lastChanged = values;
    return BoolValue.TRUE;
  }
}
