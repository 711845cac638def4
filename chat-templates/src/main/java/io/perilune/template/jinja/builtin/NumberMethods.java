package io.perilune.template.jinja.builtin;

import io.perilune.template.jinja.value.FloatValue;
import io.perilune.template.jinja.value.IntValue;
import io.perilune.template.jinja.value.Numbers;
import io.perilune.template.jinja.value.Value;
import java.math.BigInteger;

/** Attributes and methods of numbers. */
final class NumberMethods {
  private NumberMethods() {}

  static void addIntegersTo(Table table) {
    table
        .add(
            "bit_length",
            "self",
            (runtime, a) -> IntValue.of(Numbers.integer(a[0]).abs().bitLength()))
        .add(
            "bit_count",
            "self",
            (runtime, a) -> IntValue.of(Numbers.integer(a[0]).abs().bitCount()))
        .add("conjugate", "self", (runtime, a) -> integer(a[0]));
  }

  static void addFloatsTo(Table table) {
    table
        .test("is_integer", "self", (runtime, a) -> isInteger(((FloatValue) a[0]).value()))
        .add("conjugate", "self", (runtime, a) -> a[0]);
  }

  /** A data attribute or method of a number, or {@code null}. */
  static Value attribute(Value number, String name, Table methods) {
    return switch (name) {
      case "real" -> number instanceof FloatValue ? number : integer(number);
      case "imag" -> number instanceof FloatValue ? new FloatValue(0) : IntValue.of(0);
      case "numerator" -> number instanceof FloatValue ? null : integer(number);
      case "denominator" -> number instanceof FloatValue ? null : new IntValue(BigInteger.ONE);
      default -> methods.method(number, name);
    };
  }

  private static IntValue integer(Value number) {
    return new IntValue(Numbers.integer(number));
  }

  private static boolean isInteger(double number) {
    return number == Math.rint(number) && !Double.isInfinite(number);
  }
}
