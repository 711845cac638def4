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
import java.math.BigInteger;

/**
 * How a field of a format string is laid out, in Python's notation.
 *
 * @param fill a code point
 * @param align {@code <}, {@code >}, {@code ^}, {@code =} or 0 for the type's own
 * @param sign {@code +}, a space, {@code -} or 0 where the layout says nothing
 * @param alternate whether a base is shown as a prefix, and a point always
 * @param width the least width in code points
 * @param grouping {@code ,} or {@code _} between groups of digits, or 0
 * @param precision digits or most characters, or -1
 * @param type the conversion, or 0 for the value's own
 * @param data whether any of it is data, so that what it adds to a text is data too
 */
record FormatSpec(
    int fill,
    char align,
    char sign,
    boolean alternate,
    int width,
    char grouping,
    int precision,
    char type,
    boolean data) {
  /** More digits than any limit allows a width or a precision. */
  private static final int SIZE_DIGITS = 20;

  private static final int DECIMAL_GROUP = 3;
  private static final int BINARY_GROUP = 4;

  /** Parses what follows the colon in a field of {@code str.format}. */
  private static FormatSpec parse(Text layout) {
    String spec = layout.chars();
    int i = 0;
    int fill = 0;
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
    char sign = 0;
    if (i < spec.length() && "+- ".indexOf(spec.charAt(i)) >= 0) {
      sign = spec.charAt(i++);
    }
    boolean alternate = i < spec.length() && spec.charAt(i) == '#';
    i += alternate ? 1 : 0;
    if (fill == 0 && i < spec.length() && spec.charAt(i) == '0') {
      fill = '0';
      i++;
    }
    int end = Numbers.digitsEnd(spec, i);
    int width = size(spec, i, end, 0);
    i = end;
    char grouping = 0;
    if (i < spec.length() && ",_".indexOf(spec.charAt(i)) >= 0) {
      grouping = spec.charAt(i++);
    }
    int precision = -1;
    if (i < spec.length() && spec.charAt(i) == '.') {
      end = Numbers.digitsEnd(spec, i + 1);
      if (end == i + 1) {
        throw JinjaException.value("Format specifier missing precision");
      }
      precision = size(spec, i + 1, end, 0);
      i = end;
    }
    char type = i < spec.length() ? spec.charAt(i++) : 0;
    if (i < spec.length()) {
      throw JinjaException.value("Invalid format specifier");
    }
    boolean groups = "deEfFgG%".indexOf(type) >= 0 || grouping == '_' && "boxX".indexOf(type) >= 0;
    if (grouping != 0 && type != 0 && !groups) {
      throw JinjaException.value("Cannot specify '" + grouping + "' with '" + type + "'.");
    }
    return new FormatSpec(
        fill, align, sign, alternate, width, grouping, precision, type, layout.hasData());
  }

  /** The text of a value in a layout. */
  static Text format(Text layout, Value value, Budget budget) {
    if (layout.isEmpty()) {
      return Printer.str(value, budget);
    }
    if (Numbers.isNumber(value)) {
      return parse(layout).number(value, budget);
    }
    if (!(value instanceof Text text)) {
      throw JinjaException.type(
          "unsupported format string passed to " + value.typeName() + ".__format__");
    }
    return parse(layout).text(text, budget);
  }

  private Text text(Text value, Budget budget) {
    if (type != 0 && type != 's') {
      throw unknownType(value.typeName());
    }
    if (sign != 0 || alternate || align == '=' || grouping != 0) {
      throw JinjaException.value(
          "signs, '#', grouping and '=' are not allowed in a string format specifier");
    }
    return pad(cut(value), 0, '<', budget);
  }

  private Text number(Value value, Budget budget) {
    boolean floating = value instanceof FloatValue || isForFloats();
    if (!floating && precision >= 0) {
      throw JinjaException.value("Precision not allowed in integer format specifier");
    }
    if (!floating && type == 'c') {
      if (sign != 0 || alternate) {
        throw JinjaException.value("Sign and '#' not allowed with integer format specifier 'c'");
      }
      return pad(character(Numbers.integer(value)), 0, '>', budget);
    }
    if (value instanceof BoolValue && type == 's') {
      throw unknownType("bool");
    }
    NumberLayout number = NumberLayout.of(this, value, budget);
    int others = number.head().length() + number.rest().length();
    boolean zeros = fill == '0' && (align == 0 || align == '=');
    budget.checkChars(width);
    String whole = grouped(number.whole(), zeros ? width - others : 0);
    Text shown = Text.of(number.head() + whole + number.rest(), data);
    return pad(shown, number.head().length(), zeros ? '=' : '>', budget);
  }

  /** A character made of a number is data: a number does not know where it comes from. */
  static Text character(BigInteger codePoint) {
    return Text.data(NumberLayout.character(codePoint));
  }

  /** A text cut to the precision. */
  Text cut(Text text) {
    return precision >= 0 && precision < text.codePointCount()
        ? text.substring(0, text.index(precision))
        : text;
  }

  boolean isForFloats() {
    return type != 0 && "eEfFgG%".indexOf(type) >= 0;
  }

  JinjaException unknownType(String valueType) {
    return JinjaException.value(
        "Unknown format code '" + type + "' for object of type '" + valueType + "'");
  }

  /** Digits in groups, with zeros before them until they are so wide. */
  private String grouped(String digits, int least) {
    if (grouping == 0 || digits.isEmpty()) {
      return digits;
    }
    int size = "boxX".indexOf(type) >= 0 && type != 0 ? BINARY_GROUP : DECIMAL_GROUP;
    StringBuilder reversed = new StringBuilder();
    int left = digits.length();
    int inGroup = 0;
    while (left > 0 || reversed.length() < least) {
      if (inGroup == size) {
        reversed.append(grouping);
        inGroup = 0;
      }
      reversed.append(left > 0 ? digits.charAt(--left) : '0');
      inGroup++;
    }
    return reversed.reverse().toString();
  }

  /**
   * Fills a text up to the width.
   *
   * @param head how much of the text the alignment {@code =} leaves before the filling
   * @param ownAlign the alignment where the layout names none
   */
  Text pad(Text text, int head, char ownAlign, Budget budget) {
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
    int split = side == '=' ? head : 0;
    String filler = fill == 0 ? " " : Character.toString(fill);
    return new TextBuilder(budget)
        .append(text, 0, split)
        .append(filler.repeat(left), data)
        .append(text, split, text.length())
        .append(filler.repeat(missing - left), data)
        .build();
  }

  /** The number between two indices, or the fallback where there are no digits. */
  static int size(String spec, int from, int end, int fallback) {
    if (end == from) {
      return fallback;
    }
    return Numbers.clamp(new BigInteger(spec.substring(from, Math.min(end, from + SIZE_DIGITS))));
  }
}
