package io.perilune.template.jinja.builtin;

import io.perilune.template.jinja.error.ErrorKind;
import io.perilune.template.jinja.error.JinjaException;
import io.perilune.template.jinja.value.Arithmetic;
import io.perilune.template.jinja.value.FloatValue;
import io.perilune.template.jinja.value.IntValue;
import io.perilune.template.jinja.value.Numbers;
import io.perilune.template.jinja.value.Powers;
import io.perilune.template.jinja.value.Runtime;
import io.perilune.template.jinja.value.Text;
import io.perilune.template.jinja.value.Value;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Locale;

/** Filters that make or change numbers. */
final class NumberFilters {
  /** More digits than a float has; rounding to them changes nothing. */
  private static final int MAX_PRECISION = 400;

  private NumberFilters() {}

  static void addTo(Table table) {
    table
        .add("int", "value default? base?", NumberFilters::toInt)
        .add("float", "value default?", NumberFilters::toFloat)
        .add("abs", "x", NumberFilters::abs)
        .add("round", "value precision? method?", NumberFilters::round)
        .add("filesizeformat", "value binary?", NumberFilters::fileSize);
  }

  private static Value toInt(Runtime runtime, Value[] arguments) {
    Value value = Args.defined(arguments[0]);
    Value fallback = arguments[1] == null ? IntValue.of(0) : arguments[1];
    if (Numbers.integer(value) != null) {
      return new IntValue(Numbers.integer(value));
    }
    if (value instanceof FloatValue(double number)) {
      return Double.isNaN(number) ? fallback : Numbers.truncate(number);
    }
    if (!(value instanceof Text text)) {
      return fallback;
    }
    BigInteger number = Numbers.parseInteger(text.chars(), Args.integer(arguments[2], 10));
    if (number != null) {
      return new IntValue(number);
    }
    Double real = Numbers.parseFloat(text.chars());
    return real == null || real.isNaN() || real.isInfinite() ? fallback : Numbers.truncate(real);
  }

  private static Value toFloat(Runtime runtime, Value[] arguments) {
    Value value = Args.defined(arguments[0]);
    if (Numbers.isNumber(value)) {
      return new FloatValue(Numbers.toDouble(value));
    }
    Double number = value instanceof Text text ? Numbers.parseFloat(text.chars()) : null;
    if (number != null) {
      return new FloatValue(number);
    }
    return arguments[1] == null ? new FloatValue(0) : arguments[1];
  }

  private static Value abs(Runtime runtime, Value[] arguments) {
    BigInteger number = Numbers.integer(arguments[0]);
    if (number != null) {
      return new IntValue(number.abs());
    }
    return switch (arguments[0]) {
      case FloatValue(double real) -> new FloatValue(Math.abs(real));
      default ->
          throw JinjaException.type(
              "bad operand type for abs(): '" + arguments[0].typeName() + "'");
    };
  }

  private static Value round(Runtime runtime, Value[] arguments) {
    String method = Args.string(arguments[2], "common").chars();
    Value value = arguments[0];
    switch (method) {
      case "common" -> {
        return roundHalfEven(value, Args.integer(arguments[1], 0));
      }
      case "ceil", "floor" -> {
        Value scale =
            Powers.power(
                IntValue.of(10), IntValue.of(Args.integer(arguments[1], 0)), runtime.budget());
        Value scaled = Arithmetic.multiply(value, scale, runtime.budget());
        Value rounded = Numbers.integer(scaled) != null ? scaled : whole(scaled, method);
        return Arithmetic.divide(rounded, scale, runtime.budget());
      }
      default ->
          throw new JinjaException(
              ErrorKind.FILTER_ARGUMENT, "method must be common, ceil or floor");
    }
  }

  private static Value whole(Value value, String method) {
    if (!(value instanceof FloatValue(double number))) {
      throw JinjaException.type("must be real number, not " + value.typeName());
    }
    return Numbers.truncate(method.equals("ceil") ? Math.ceil(number) : Math.floor(number));
  }

  private static Value roundHalfEven(Value value, int precision) {
    BigInteger number = Numbers.integer(value);
    if (number != null) {
      if (precision >= 0) {
        return new IntValue(number);
      }
      if (-(long) precision > number.bitLength()) {
        return IntValue.of(0);
      }
      return new IntValue(
          new BigDecimal(number).setScale(precision, RoundingMode.HALF_EVEN).toBigInteger());
    }
    if (!(value instanceof FloatValue(double real))) {
      throw JinjaException.type("type " + value.typeName() + " doesn't define __round__ method");
    }
    if (Double.isNaN(real) || Double.isInfinite(real) || precision > MAX_PRECISION) {
      return value;
    }
    if (precision < -MAX_PRECISION) {
      return new FloatValue(0 * real);
    }
    double rounded = new BigDecimal(real).setScale(precision, RoundingMode.HALF_EVEN).doubleValue();
    return new FloatValue(rounded == 0 ? Math.copySign(0, real) : rounded);
  }

  /** A float as the type itself makes it, which refuses what is none. */
  private static double requireFloat(Value value) {
    if (Numbers.isNumber(Args.defined(value))) {
      return Numbers.toDouble(value);
    }
    if (!(value instanceof Text text)) {
      throw JinjaException.type(
          "float() argument must be a string or a real number, not '" + value.typeName() + "'");
    }
    Double number = Numbers.parseFloat(text.chars());
    if (number == null) {
      throw JinjaException.value("could not convert string to float");
    }
    return number;
  }

  private static Value fileSize(Runtime runtime, Value[] arguments) {
    double bytes = requireFloat(arguments[0]);
    boolean binary = Args.isTrue(arguments[1], false);
    int base = binary ? 1024 : 1000;
    String[] units = {"k", "M", "G", "T", "P", "E", "Z", "Y"};
    if (bytes == 1) {
      return Text.of("1 Byte");
    }
    if (bytes < base) {
      return Text.of(Numbers.truncate(bytes).value() + " Bytes");
    }
    double unit = base;
    int index = 0;
    while (index < units.length - 1 && !(bytes < unit * base)) {
      unit *= base;
      index++;
    }
    String prefix = binary ? units[index].toUpperCase(Locale.ROOT) + "iB" : units[index] + "B";
    double amount = bytes / unit;
    String shown =
        Double.isFinite(amount)
            ? new BigDecimal(amount).setScale(1, RoundingMode.HALF_EVEN).toPlainString()
            : Numbers.print(amount);
    return Text.of(shown + " " + prefix);
  }
}
