package io.perilune.template.jinja.builtin;

import io.perilune.template.jinja.error.JinjaException;
import io.perilune.template.jinja.value.IntValue;
import io.perilune.template.jinja.value.Numbers;
import io.perilune.template.jinja.value.Runtime;
import io.perilune.template.jinja.value.Text;
import io.perilune.template.jinja.value.UndefinedValue;
import io.perilune.template.jinja.value.Value;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/**
 * The value that filters take of each element: {@code attribute='a.b.0'}.
 *
 * @param keys the steps from the element; none for the element itself
 * @param fallback what an undefined value is replaced with, or {@code null}
 */
record AttributePath(List<Value> keys, Value fallback) {
  /** The path that an argument names, each step of which costs one; without any the element. */
  static AttributePath of(Runtime runtime, Value attribute) {
    return of(runtime, attribute, null);
  }

  static AttributePath of(Runtime runtime, Value attribute, Value fallback) {
    if (Args.isAbsent(attribute)) {
      return new AttributePath(List.of(), fallback);
    }
    if (!(attribute instanceof Text text)) {
      return new AttributePath(List.of(attribute), fallback);
    }
    List<Value> keys = new ArrayList<>();
    for (String part : text.chars().split("\\.", -1)) {
      runtime.budget().step();
      keys.add(key(part));
    }
    return new AttributePath(keys, fallback);
  }

  /** The key that a step writes: a position if it is all digits, otherwise a name. */
  static Value key(String step) {
    if (step.isEmpty() || Numbers.digitsEnd(step, 0) < step.length()) {
      return Text.of(step);
    }
    BigInteger position = Numbers.parseInteger(step, 10);
    if (position == null) {
      throw JinjaException.value("a position has too many digits");
    }
    return new IntValue(position);
  }

  Value get(Runtime runtime, Value element) {
    Value value = element;
    for (Value key : keys) {
      runtime.budget().step();
      value = Members.item(runtime, value, key);
      if (fallback != null && value instanceof UndefinedValue) {
        value = fallback;
      }
    }
    return value;
  }
}
