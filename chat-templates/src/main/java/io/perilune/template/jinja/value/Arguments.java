package io.perilune.template.jinja.value;

import java.util.List;

/**
 * The arguments of a call.
 *
 * @param named in the order of the call; the names are texts, since {@code **} makes names of data
 */
public record Arguments(List<Value> positional, DictValue named) {
  public static final Arguments NONE = of();

  public static Arguments of(Value... positional) {
    return new Arguments(List.of(positional), new DictValue());
  }
}
