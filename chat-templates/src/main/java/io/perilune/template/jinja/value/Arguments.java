package io.perilune.template.jinja.value;

import java.util.List;
import java.util.Map;

/**
 * The arguments of a call.
 *
 * @param named in the order of the call
 */
public record Arguments(List<Value> positional, Map<String, Value> named) {
  public static final Arguments NONE = new Arguments(List.of(), Map.of());

  public static Arguments of(Value... positional) {
    return new Arguments(List.of(positional), Map.of());
  }
}
