package io.perilune.template.jinja.builtin;

import io.perilune.template.jinja.value.DictValue;
import io.perilune.template.jinja.value.DictView;
import io.perilune.template.jinja.value.Iteration;
import io.perilune.template.jinja.value.NoneValue;
import io.perilune.template.jinja.value.Runtime;
import io.perilune.template.jinja.value.Value;

/** Methods of mappings. */
final class DictMethods {
  private DictMethods() {}

  static void addTo(Table table) {
    table
        .addInstant("get", "self key default? /", DictMethods::get)
        .addInstant("keys", "self", (runtime, a) -> view(a, DictView.Part.KEYS))
        .addInstant("values", "self", (runtime, a) -> view(a, DictView.Part.VALUES))
        .addInstant("items", "self", (runtime, a) -> view(a, DictView.Part.ITEMS))
        .add("copy", "self", DictMethods::copy)
        .add("fromkeys", "self iterable value? /", (runtime, a) -> fromKeys(runtime, a[1], a[2]));
  }

  private static Value get(Runtime runtime, Value[] arguments) {
    Value value = ((DictValue) arguments[0]).get(arguments[1], runtime.budget());
    if (value != null) {
      return value;
    }
    return arguments[2] == null ? NoneValue.NONE : arguments[2];
  }

  private static Value view(Value[] arguments, DictView.Part part) {
    return new DictView((DictValue) arguments[0], part);
  }

  private static Value copy(Runtime runtime, Value[] arguments) {
    DictValue dict = (DictValue) arguments[0];
    DictValue copy = new DictValue();
    copy.putAll(dict, runtime.budget());
    return copy;
  }

  /** A mapping of each element to the same value. */
  static Value fromKeys(Runtime runtime, Value keys, Value value) {
    DictValue dict = new DictValue();
    for (Value key : Iteration.list(keys, runtime.budget())) {
      dict.put(key, value == null ? NoneValue.NONE : value, runtime.budget());
    }
    return dict;
  }
}
