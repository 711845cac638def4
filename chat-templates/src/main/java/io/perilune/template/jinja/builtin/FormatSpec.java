package io.perilune.template.jinja.builtin;

import io.perilune.template.jinja.budget.Budget;
import io.perilune.template.jinja.error.JinjaException;
import io.perilune.template.jinja.value.BoolValue;
import io.perilune.template.jinja.value.FloatValue;
import io.perilune.template.jinja.value.Numbers;
import io.perilune.template.jinja.value.Printer;
import io.perilune.template.jinja.value.Text;
import io.perilune.template.jinja.value.TextBuilder;
import io.perilune.template.jinja.value.Value;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;

/**
 * How a field of a format string is laid out, in Python's notation.
 *
 * @param fill a code point
 * @param align {@code <}, {@code >}, {@code ^}, {@code =} or 0 for the type's own
 * @param sign {@code +}, a space or {@code -}
 * @param alternate whether a base is shown as a prefix
 * @param width the least width in code points
 * @param grouping {@code ,} or {@code _} between thousands, or 0
 * @param precision digits or most characters, or -1
 * @param type the conversion, or 0 for the value's own
 */
record FormatSpec(
    int fill,
    char align,
    char sign,
    boolean alternate,
    int width,
    char grouping,
    int precision,
    char type) {
  private static final int DEFAULT_PRECISION = 6;

  /** Parses what follows the colon in a field of {@code str.format}. */
  static FormatSpec parse(String spec) {
    int i = 0;
    int fill = ' ';
    char align = 0;
    int first = spec.isEmpty() ? 0 : Character.charCount(spec.codePointAt(0));
    if (spec.length() > first && "<>^=".indexOf(spec.charAt(first)) >= 0) {
      fill = spec.codePointAt(0);
      align = spec.charAt(first);
      i = first + 1;
    } else if (!spec.isEmpty() && "<>^=".indexOf(spec.charAt(0)) >= 0) {
      align = spec.charAt(0);
      i = 1;
    }
    char sign = '-';
    if (i < spec.length() && "+- ".indexOf(spec.charAt(i)) >= 0) {
      sign = spec.charAt(i++);
    }
    boolean alternate = i < spec.length() && spec.charAt(i) == '#';
    i += alternate ? 1 : 0;
    if (i < spec.length() && spec.charAt(i) == '0') {
      fill = align == 0 ? '0' : fill;
      align = align == 0 ? '=' : align;
      i++;
    }
    int end = digits(spec, i);
    int width = number(spec, i, end, 0);
    i = end;
    char grouping = 0;
    if (i < spec.length() && ",_".indexOf(spec.charAt(i)) >= 0) {
      grouping = spec.charAt(i++);
    }
    int precision = -1;
    if (i < spec.length() && spec.charAt(i) == '.') {
      end = digits(spec, i + 1);
      if (end == i + 1) {
        throw JinjaException.value("Format specifier missing precision");
      }
      precision = number(spec, i + 1, end, 0);
      i = end;
    }
    char type = i < spec.length() ? spec.charAt(i++) : 0;
    if (i < spec.length()) {
      throw JinjaException.value("Invalid format specifier");
    }
    return new FormatSpec(fill, align, sign, alternate, width, grouping, precision, type);
  }

  /** The text of a value in this layout. */
  Text format(Value value, Budget budget) {
    if (value instanceof FloatValue || Numbers.integer(value) != null && isForNumbers(value)) {
      return pad(Text.of(number(value, budget)), '>', budget);
    }
    if (type != 0 && type != 's') {
      throw JinjaException.value(
          "Unknown format code '" + type + "' for object of type '" + value.typeName() + "'");
    }
    if (!(value instanceof Text) && !(value instanceof BoolValue) && !isPlain()) {
      throw JinjaException.type(
          "unsupported format string passed to " + value.typeName() + ".__format__");
    }
    if (align == '=') {
      throw JinjaException.value("'=' alignment not allowed in string format specifier");
    }
    Text text = Printer.str(value, budget);
    if (precision >= 0 && precision < text.codePointCount()) {
      text = text.substring(0, text.index(precision));
    }
    return pad(text, '<', budget);
  }

  private boolean isPlain() {
    return width == 0 && precision < 0 && type == 0 && align == 0;
  }

  private boolean isForNumbers(Value value) {
    return !(value instanceof BoolValue && type == 0 && isPlain());
  }

  /** The digits of a number with its sign, not yet padded. */
  String number(Value value, Budget budget) {
    budget.checkChars(Math.max(precision, 0));
    BigInteger integer = Numbers.integer(value);
    boolean floating = type != 0 && "eEfFgG%".indexOf(type) >= 0;
    if (integer != null && !floating) {
      return signed(integer.signum() < 0, integerDigits(integer.abs()));
    }
    double real = Numbers.toDouble(value);
    boolean negative = real < 0 || real == 0 && 1 / real < 0;
    return signed(negative, floatDigits(Math.abs(real)));
  }

  private String signed(boolean negative, String digits) {
    return (negative ? "-" : sign == '-' ? "" : String.valueOf(sign)) + digits;
  }

  private String integerDigits(BigInteger number) {
    return switch (type) {
      case 0, 'd', 'n' -> group(Numbers.print(number), 3);
      case 'x' -> (alternate ? "0x" : "") + group(number.toString(16), 4);
      case 'X' -> (alternate ? "0X" : "") + group(number.toString(16).toUpperCase(Locale.ROOT), 4);
      case 'o' -> (alternate ? "0o" : "") + group(number.toString(8), 4);
      case 'b' -> (alternate ? "0b" : "") + group(number.toString(2), 4);
      case 'c' -> Character.toString(Numbers.clamp(number));
      default ->
          throw JinjaException.value("Unknown format code '" + type + "' for object of type 'int'");
    };
  }

  private String floatDigits(double number) {
    if (Double.isNaN(number) || Double.isInfinite(number)) {
      String shown = Double.isNaN(number) ? "nan" : "inf";
      return (Character.isUpperCase(type) ? shown.toUpperCase(Locale.ROOT) : shown)
          + (type == '%' ? "%" : "");
    }
    int digits = precision < 0 ? DEFAULT_PRECISION : precision;
    BigDecimal exact = new BigDecimal(number);
    return switch (type) {
      case 'f', 'F' -> group(exact.setScale(digits, RoundingMode.HALF_EVEN).toPlainString(), 3);
      case '%' ->
          new BigDecimal(number * 100).setScale(digits, RoundingMode.HALF_EVEN).toPlainString()
              + "%";
      case 'e' -> scientific(exact, digits);
      case 'E' -> scientific(exact, digits).toUpperCase(Locale.ROOT);
      case 'g', 'n' -> general(exact, digits);
      case 'G' -> general(exact, digits).toUpperCase(Locale.ROOT);
      case 0 -> precision < 0 ? group(Numbers.print(number), 3) : shortGeneral(exact, digits);
      default ->
          throw JinjaException.value(
              "Unknown format code '" + type + "' for object of type 'float'");
    };
  }

  private static String scientific(BigDecimal number, int digits) {
    BigDecimal rounded = number.round(new MathContext(digits + 1, RoundingMode.HALF_EVEN));
    int exponent = number.signum() == 0 ? 0 : rounded.precision() - rounded.scale() - 1;
    String shown =
        rounded.movePointLeft(exponent).setScale(digits, RoundingMode.HALF_EVEN).toPlainString();
    return shown + "e%s%02d".formatted(exponent < 0 ? "-" : "+", Math.abs(exponent));
  }

  private String general(BigDecimal number, int wanted) {
    int digits = Math.max(wanted, 1);
    BigDecimal rounded = number.round(new MathContext(digits, RoundingMode.HALF_EVEN));
    int exponent = number.signum() == 0 ? 0 : rounded.precision() - rounded.scale() - 1;
    if (exponent < -4 || exponent >= digits) {
      String shown = scientific(number, digits - 1);
      int e = shown.indexOf('e');
      return trimZeros(shown.substring(0, e)) + shown.substring(e);
    }
    return group(
        trimZeros(number.setScale(digits - 1 - exponent, RoundingMode.HALF_EVEN).toPlainString()),
        3);
  }

  /** Without a type, a float always shows a fraction or an exponent. */
  private String shortGeneral(BigDecimal number, int digits) {
    String shown = general(number, digits);
    return shown.contains(".") || shown.contains("e") ? shown : shown + ".0";
  }

  private String trimZeros(String digits) {
    return alternate || digits.indexOf('.') < 0
        ? digits
        : digits.replaceAll("0+$", "").replaceAll("\\.$", "");
  }

  private String group(String digits, int size) {
    if (grouping == 0) {
      return digits;
    }
    int end = digits.indexOf('.') < 0 ? digits.length() : digits.indexOf('.');
    StringBuilder grouped = new StringBuilder(digits);
    for (int i = end - size; i > 0; i -= size) {
      grouped.insert(i, grouping);
    }
    return grouped.toString();
  }

  /**
   * Fills a text up to the width.
   *
   * @param ownAlign the alignment where the layout names none
   */
  Text pad(Text text, char ownAlign, Budget budget) {
    int missing = width - text.codePointCount();
    if (missing <= 0) {
      return text;
    }
    budget.checkChars(width);
    char side = align != 0 ? align : ownAlign;
    int left =
        switch (side) {
          case '<' -> 0;
          case '^' -> missing / 2;
          default -> missing;
        };
    int head = side == '=' && startsWithSign(text.chars()) ? 1 : 0;
    String filler = Character.toString(fill);
    return new TextBuilder(budget)
        .append(text, 0, head)
        .append(filler.repeat(left), false)
        .append(text, head, text.length())
        .append(filler.repeat(missing - left), false)
        .build();
  }

  private static boolean startsWithSign(String text) {
    return !text.isEmpty() && "+- ".indexOf(text.charAt(0)) >= 0;
  }

  static int digits(String spec, int from) {
    int end = from;
    while (end < spec.length() && spec.charAt(end) >= '0' && spec.charAt(end) <= '9') {
      end++;
    }
    return end;
  }

  /** The number between two indices, or the fallback where there are no digits. */
  static int number(String spec, int from, int end, int fallback) {
    if (end == from) {
      return fallback;
    }
    return Numbers.clamp(new BigInteger(spec.substring(from, Math.min(end, from + 20))));
  }
}
