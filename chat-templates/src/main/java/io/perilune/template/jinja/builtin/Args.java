package io.perilune.template.jinja.builtin;

import io.perilune.template.jinja.error.JinjaException;
import io.perilune.template.jinja.value.Comparison;
import io.perilune.template.jinja.value.NoneValue;
import io.perilune.template.jinja.value.Numbers;
import io.perilune.template.jinja.value.Printer;
import io.perilune.template.jinja.value.Runtime;
import io.perilune.template.jinja.value.Text;
import io.perilune.template.jinja.value.UndefinedValue;
import io.perilune.template.jinja.value.Value;

/** Reads the arguments of built-in functions; {@code null} is one that is left out. */
final class Args {
  private Args() {}

  /** A value's printed text, as filters take any input. */
  static Text text(Runtime runtime, Value value) {
    return Printer.str(value, runtime.budget());
  }

  /** An argument that must be a string. */
  static Text string(Value value) {
    if (value instanceof Text text) {
      return text;
    }
    throw JinjaException.type("must be str, not " + value.typeName());
  }

  static Text string(Value value, String fallback) {
    return value == null ? Text.of(fallback) : string(value);
  }

  static boolean isTrue(Value value, boolean fallback) {
    return value == null ? fallback : Comparison.isTrue(value);
  }

  /** An argument that Python takes for true or false only if it is a number. */
  static boolean flag(Value value) {
    return value != null && Numbers.requireInteger(defined(value)).signum() != 0;
  }

  static int integer(Value value, int fallback) {
    return value == null ? fallback : Numbers.requireInt(value);
  }

  /** An argument for which none means that it is left out. */
  static boolean isAbsent(Value value) {
    return value == null || value == NoneValue.NONE;
  }

  /** Fails where an undefined value is used. */
  static Value defined(Value value) {
    if (value instanceof UndefinedValue undefined) {
      throw undefined.error();
    }
    return value;
  }
}
