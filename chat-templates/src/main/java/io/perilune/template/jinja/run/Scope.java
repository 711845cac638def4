package io.perilune.template.jinja.run;

import io.perilune.template.jinja.value.Value;
import java.util.HashMap;
import java.util.Map;

/**
 * Variables of a part of a template. Assignments stay in their scope; reads go outwards. Loops,
 * macros and some blocks make a scope of their own, {@code if} does not.
 */
final class Scope {
  private final Scope outer;
  private final Map<String, Value> variables;

  Scope(Scope outer) {
    this(outer, new HashMap<>());
  }

  Scope(Scope outer, Map<String, Value> variables) {
    this.outer = outer;
    this.variables = variables;
  }

  /** The variable's value, or {@code null}. */
  Value get(String name) {
    for (Scope scope = this; scope != null; scope = scope.outer) {
      Value value = scope.variables.get(name);
      if (value != null) {
        return value;
      }
    }
    return null;
  }

  void set(String name, Value value) {
    variables.put(name, value);
  }
}
