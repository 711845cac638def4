package io.perilune.template.jinja.builtin;

import io.perilune.template.jinja.error.ErrorKind;
import io.perilune.template.jinja.error.JinjaException;
import io.perilune.template.jinja.value.Arithmetic;
import io.perilune.template.jinja.value.BoolValue;
import io.perilune.template.jinja.value.Comparison;
import io.perilune.template.jinja.value.ComplexValue;
import io.perilune.template.jinja.value.DictValue;
import io.perilune.template.jinja.value.FloatValue;
import io.perilune.template.jinja.value.HashKey;
import io.perilune.template.jinja.value.IntValue;
import io.perilune.template.jinja.value.Iteration;
import io.perilune.template.jinja.value.NoneValue;
import io.perilune.template.jinja.value.Numbers;
import io.perilune.template.jinja.value.ObjectValue;
import io.perilune.template.jinja.value.RangeValue;
import io.perilune.template.jinja.value.Runtime;
import io.perilune.template.jinja.value.SequenceValue;
import io.perilune.template.jinja.value.Text;
import io.perilune.template.jinja.value.UndefinedValue;
import io.perilune.template.jinja.value.Value;

/** What may follow {@code is}. */
final class Tests {
  private Tests() {}

  static void addTo(Table table) {
    addTypes(table);
    addValues(table);
    addComparisons(table);
  }

  private static void addTypes(Table table) {
    table
        .testInstant("defined", "value", (runtime, a) -> !(a[0] instanceof UndefinedValue))
        .testInstant("undefined", "value", (runtime, a) -> a[0] instanceof UndefinedValue)
        .testInstant("none", "value", (runtime, a) -> a[0] == NoneValue.NONE)
        .testInstant("boolean", "value", (runtime, a) -> a[0] instanceof BoolValue)
        .testInstant("integer", "value", (runtime, a) -> a[0] instanceof IntValue)
        .testInstant("float", "value", (runtime, a) -> a[0] instanceof FloatValue)
        .testInstant(
            "number",
            "value",
            (runtime, a) -> Numbers.isNumber(a[0]) || a[0] instanceof ComplexValue)
        .testInstant("string", "value", (runtime, a) -> a[0] instanceof Text)
        .testInstant("mapping", "value", (runtime, a) -> a[0] instanceof DictValue)
        .testInstant("sequence", "value", (runtime, a) -> isSequence(a[0]))
        .testInstant("iterable", "value", (runtime, a) -> Iteration.isIterable(a[0]))
        .testInstant("callable", "value", (runtime, a) -> isCallable(a[0]))
        .testInstant(
            "escaped", "value", (runtime, a) -> a[0] instanceof Text text && text.isMarkup())
        .test("filter", "value", (runtime, a) -> isNamed(a[0], runtime, true))
        .test("test", "value", (runtime, a) -> isNamed(a[0], runtime, false));
  }

  private static void addValues(Table table) {
    table
        .testInstant("true", "value", (runtime, a) -> a[0] == BoolValue.TRUE)
        .testInstant("false", "value", (runtime, a) -> a[0] == BoolValue.FALSE)
        .test("odd", "value", (runtime, a) -> Numbers.equal(remainder(runtime, a[0], two()), one()))
        .test("even", "value", (runtime, a) -> !Comparison.isTrue(remainder(runtime, a[0], two())))
        .test(
            "divisibleby",
            "value num",
            (runtime, a) -> !Comparison.isTrue(remainder(runtime, a[0], a[1])))
        .test(
            "lower",
            "value",
            (runtime, a) ->
                CaseMethods.isCased(Args.text(runtime, a[0]).chars(), Character::isLowerCase))
        .test(
            "upper",
            "value",
            (runtime, a) ->
                CaseMethods.isCased(Args.text(runtime, a[0]).chars(), Character::isUpperCase))
        .test("sameas", "value other", (runtime, a) -> isSame(a[0], a[1]));
  }

  private static void addComparisons(Table table) {
    table
        .test("eq", "a b", (runtime, a) -> Comparison.equal(a[0], a[1], runtime.budget()))
        .alias("==", "eq")
        .alias("equalto", "eq")
        .test("ne", "a b", (runtime, a) -> !Comparison.equal(a[0], a[1], runtime.budget()))
        .alias("!=", "ne")
        .test("lt", "a b", (runtime, a) -> Comparison.less(a[0], a[1], runtime.budget()))
        .alias("<", "lt")
        .alias("lessthan", "lt")
        .test("le", "a b", (runtime, a) -> Comparison.lessOrEqual(a[0], a[1], runtime.budget()))
        .alias("<=", "le")
        .test("gt", "a b", (runtime, a) -> Comparison.greater(a[0], a[1], runtime.budget()))
        .alias(">", "gt")
        .alias("greaterthan", "gt")
        .test("ge", "a b", (runtime, a) -> Comparison.greaterOrEqual(a[0], a[1], runtime.budget()))
        .alias(">=", "ge")
        .test("in", "value seq", (runtime, a) -> Comparison.contains(a[1], a[0], runtime.budget()));
  }

  private static boolean isSequence(Value value) {
    return value instanceof Text
        || value instanceof SequenceValue
        || value instanceof DictValue
        || value instanceof RangeValue
        || value instanceof UndefinedValue;
  }

  private static boolean isCallable(Value value) {
    return value instanceof UndefinedValue
        || value instanceof ObjectValue object && object.isCallable();
  }

  private static boolean isNamed(Value name, Runtime runtime, boolean filter) {
    HashKey.of(name, runtime.budget());
    return name instanceof Text text
        && (filter ? Library.STRICT.hasFilter(text.chars()) : Library.STRICT.hasTest(text.chars()));
  }

  private static IntValue one() {
    return IntValue.of(1);
  }

  private static IntValue two() {
    return IntValue.of(2);
  }

  /** The remainder of a division; a string is taken as a format, as {@code %} does. */
  private static Value remainder(Runtime runtime, Value value, Value divisor) {
    if (value instanceof Text format) {
      return PercentFormat.format(runtime, format, divisor);
    }
    if (Numbers.integer(value) != null
        && Numbers.integer(divisor) != null
        && Numbers.integer(divisor).signum() == 0) {
      throw new JinjaException(ErrorKind.ZERO_DIVISION, "integer modulo by zero");
    }
    return Arithmetic.modulo(value, divisor, runtime.budget());
  }

  /** Whether two values are one object; small numbers and equal strings are not told apart. */
  private static boolean isSame(Value left, Value right) {
    if (left instanceof UndefinedValue || left instanceof FloatValue) {
      return left == right;
    }
    if (left instanceof IntValue || left instanceof Text) {
      return left.getClass() == right.getClass()
          && (left instanceof Text text
              ? text.chars().equals(((Text) right).chars())
              : left.equals(right));
    }
    return left == right;
  }
}
