package io.perilune.template.jinja.builtin;

import io.perilune.template.jinja.error.JinjaException;
import io.perilune.template.jinja.value.Arguments;
import io.perilune.template.jinja.value.DictValue;
import io.perilune.template.jinja.value.Text;
import io.perilune.template.jinja.value.TupleValue;
import io.perilune.template.jinja.value.Value;
import java.util.ArrayList;
import java.util.List;

/** The parameters of a built-in function; binds arguments to them by Python's rules. */
final class Signature {
  private final String function;
  private final List<String> names = new ArrayList<>();
  private int required;
  private boolean varargs;
  private boolean kwargs;
  private boolean positionalOnly;

  /**
   * @param parameters names separated by spaces; {@code name?} may be left out, {@code *} takes
   *     further positional and {@code **} further named arguments; with {@code /} none can be named
   */
  Signature(String function, String parameters) {
    this.function = function;
    for (String parameter : parameters.split(" ")) {
      switch (parameter) {
        case "" -> {}
        case "*" -> varargs = true;
        case "**" -> kwargs = true;
        case "/" -> positionalOnly = true;
        default -> {
          boolean optional = parameter.endsWith("?");
          names.add(optional ? parameter.substring(0, parameter.length() - 1) : parameter);
          required += optional ? 0 : 1;
        }
      }
    }
  }

  /**
   * The values of the parameters in order: {@code null} for what is left out, then a tuple of the
   * further positional and a mapping of the further named ones, if the function takes them.
   */
  Value[] bind(Arguments arguments) {
    int extra = (varargs ? 1 : 0) + (kwargs ? 1 : 0);
    Value[] bound = new Value[names.size() + extra];
    List<Value> positional = arguments.positional();
    int given = Math.min(positional.size(), names.size());
    for (int i = 0; i < given; i++) {
      bound[i] = positional.get(i);
    }
    if (varargs) {
      bound[names.size()] =
          new TupleValue(List.copyOf(positional.subList(given, positional.size())));
    } else if (positional.size() > given) {
      throw JinjaException.type(
          "%s() takes %d positional arguments but %d were given"
              .formatted(function, names.size(), positional.size()));
    }
    DictValue further = new DictValue();
    for (DictValue.Entry named : arguments.named().entries()) {
      bindNamed(bound, named, further);
    }
    if (kwargs) {
      bound[bound.length - 1] = further;
    }
    for (int i = 0; i < required; i++) {
      if (bound[i] == null) {
        throw JinjaException.type(
            "%s() missing 1 required positional argument: '%s'".formatted(function, names.get(i)));
      }
    }
    return bound;
  }

  private void bindNamed(Value[] bound, DictValue.Entry named, DictValue further) {
    Text name = (Text) named.key();
    int index = positionalOnly ? -1 : names.indexOf(name.chars());
    if (index < 0) {
      if (!kwargs) {
        throw JinjaException.type(
            "%s() got an unexpected keyword argument '%s'".formatted(function, name.chars()));
      }
      further.put(name, named.value());
    } else if (bound[index] != null) {
      throw JinjaException.type(
          "%s() got multiple values for argument '%s'".formatted(function, name.chars()));
    } else {
      bound[index] = named.value();
    }
  }
}
