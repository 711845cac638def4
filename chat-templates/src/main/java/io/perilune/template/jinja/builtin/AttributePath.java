package io.perilune.template.jinja.builtin;

import io.perilune.template.jinja.value.IntValue;
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
  /** The path that an argument names; without one the element itself. */
  static AttributePath of(Value attribute) {
    return of(attribute, null);
  }

  static AttributePath of(Value attribute, Value fallback) {
    if (Args.isAbsent(attribute)) {
      return new AttributePath(List.of(), fallback);
    }
    if (!(attribute instanceof Text text)) {
      return new AttributePath(List.of(attribute), fallback);
    }
    List<Value> keys = new ArrayList<>();
    for (String part : text.chars().split("\\.", -1)) {
      boolean number = !part.isEmpty() && FormatSpec.digits(part, 0) == part.length();
      keys.add(number ? new IntValue(new BigInteger(part)) : Text.of(part));
    }
    return new AttributePath(keys, fallback);
  }

  Value get(Runtime runtime, Value element) {
    Value value = element;
    for (Value key : keys) {
      value = Members.item(runtime, value, key);
      if (fallback != null && value instanceof UndefinedValue) {
        value = fallback;
      }
    }
    return value;
  }
}
