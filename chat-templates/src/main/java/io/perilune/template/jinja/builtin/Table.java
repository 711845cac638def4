package io.perilune.template.jinja.builtin;

import io.perilune.template.jinja.value.Arguments;
import io.perilune.template.jinja.value.BoolValue;
import io.perilune.template.jinja.value.Cost;
import io.perilune.template.jinja.value.ObjectValue;
import io.perilune.template.jinja.value.Runtime;
import io.perilune.template.jinja.value.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Built-in functions by name. */
public final class Table {
  /** What a function does with the values of its parameters. */
  @FunctionalInterface
  interface Body {
    Value apply(Runtime runtime, Value[] arguments);
  }

  /** A function that only answers yes or no. */
  @FunctionalInterface
  interface Predicate {
    boolean test(Runtime runtime, Value[] arguments);
  }

  private record Entry(Signature signature, Body body, boolean readsArguments) {}

  private final Map<String, Entry> entries = new HashMap<>();

  Table() {}

  /**
   * Adds a function that goes through its arguments about once, which each call pays for; what more
   * it does, or does with their elements, it pays for itself.
   *
   * @param parameters as {@link Signature} takes them, the input or owner first
   */
  Table add(String name, String parameters, Body body) {
    entries.put(name, new Entry(new Signature(name, parameters), body, true));
    return this;
  }

  /** Adds a function that takes the same short time whatever the size of its arguments. */
  Table addInstant(String name, String parameters, Body body) {
    entries.put(name, new Entry(new Signature(name, parameters), body, false));
    return this;
  }

  Table test(String name, String parameters, Predicate predicate) {
    return add(
        name, parameters, (runtime, arguments) -> BoolValue.of(predicate.test(runtime, arguments)));
  }

  /** Adds a test that takes the same short time whatever the size of its arguments. */
  Table testInstant(String name, String parameters, Predicate predicate) {
    return addInstant(
        name, parameters, (runtime, arguments) -> BoolValue.of(predicate.test(runtime, arguments)));
  }

  Table alias(String alias, String name) {
    entries.put(alias, entries.get(name));
    return this;
  }

  Set<String> names() {
    return entries.keySet();
  }

  public boolean has(String name) {
    return entries.containsKey(name);
  }

  /** Calls the function of this name, which must exist. */
  public Value call(String name, Runtime runtime, Arguments arguments) {
    Entry entry = entries.get(name);
    Value[] bound = entry.signature().bind(arguments);
    if (entry.readsArguments()) {
      for (Value value : bound) {
        if (value != null) {
          Cost.read(value, runtime.budget());
        }
      }
    }
    return entry.body().apply(runtime, bound);
  }

  /** Calls the function of this name with an input before the other arguments. */
  public Value call(String name, Runtime runtime, Value input, Arguments arguments) {
    List<Value> positional = new ArrayList<>(arguments.positional().size() + 1);
    positional.add(input);
    positional.addAll(arguments.positional());
    return call(name, runtime, new Arguments(positional, arguments.named()));
  }

  /** The function of this name as a method of a value, or {@code null}. */
  Value method(Value owner, String name) {
    return has(name)
        ? ObjectValue.method(
            owner, name, (runtime, arguments) -> call(name, runtime, owner, arguments))
        : null;
  }
}
