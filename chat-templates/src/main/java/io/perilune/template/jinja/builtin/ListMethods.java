package io.perilune.template.jinja.builtin;

import io.perilune.template.jinja.error.ErrorKind;
import io.perilune.template.jinja.error.JinjaException;
import io.perilune.template.jinja.value.Arguments;
import io.perilune.template.jinja.value.Comparison;
import io.perilune.template.jinja.value.IntValue;
import io.perilune.template.jinja.value.Iteration;
import io.perilune.template.jinja.value.ListValue;
import io.perilune.template.jinja.value.NoneValue;
import io.perilune.template.jinja.value.Runtime;
import io.perilune.template.jinja.value.Value;
import java.util.List;

/** Methods of lists and tuples. Only lenient templates reach those that change a list. */
final class ListMethods {
  private static final Table SEARCH = new Table();

  static {
    addSharedTo(SEARCH);
  }

  private ListMethods() {}

  static void addSharedTo(Table table) {
    table
        .add("index", "self value start? stop?", ListMethods::index)
        .add("count", "self value", ListMethods::count);
  }

  static void addTo(Table table) {
    table
        .add("copy", "self", ListMethods::copy)
        .add("append", "self object", ListMethods::append)
        .add("pop", "self index?", ListMethods::pop);
  }

  /** Calls {@code count} or {@code index} on something that has elements. */
  static Value search(Runtime runtime, Value owner, String method, Arguments arguments) {
    return SEARCH.call(method, runtime, owner, arguments);
  }

  private static Value index(Runtime runtime, Value[] arguments) {
    List<Value> elements = Iteration.list(arguments[0], runtime.budget());
    Slicing window = Slicing.of(elements.size(), arguments[2], arguments[3], null);
    for (int i = window.first(); i < window.first() + window.count(); i++) {
      if (Comparison.equal(elements.get(i), arguments[1], runtime.budget())) {
        return IntValue.of(i);
      }
    }
    throw JinjaException.value("the value is not in " + arguments[0].typeName());
  }

  private static Value count(Runtime runtime, Value[] arguments) {
    int count = 0;
    for (Value element : Iteration.list(arguments[0], runtime.budget())) {
      count += Comparison.equal(element, arguments[1], runtime.budget()) ? 1 : 0;
    }
    return IntValue.of(count);
  }

  private static Value copy(Runtime runtime, Value[] arguments) {
    ListValue list = (ListValue) arguments[0];
    runtime.budget().copy(list.elements().size());
    return ListValue.copyOf(list.elements());
  }

  private static Value append(Runtime runtime, Value[] arguments) {
    ListValue list = (ListValue) arguments[0];
    runtime.budget().checkElements(list.elements().size() + 1L);
    list.elements().add(arguments[1]);
    return NoneValue.NONE;
  }

  private static Value pop(Runtime runtime, Value[] arguments) {
    List<Value> elements = ((ListValue) arguments[0]).elements();
    int index = Args.integer(arguments[1], -1);
    int position = index < 0 ? index + elements.size() : index;
    if (position < 0 || position >= elements.size()) {
      throw new JinjaException(
          ErrorKind.LOOKUP, elements.isEmpty() ? "pop from empty list" : "pop index out of range");
    }
    runtime.budget().copy(elements.size());
    return elements.remove(position);
  }
}
