package io.perilune.template.jinja.builtin;

import io.perilune.template.jinja.budget.Budget;
import io.perilune.template.jinja.error.ErrorKind;
import io.perilune.template.jinja.error.JinjaException;
import io.perilune.template.jinja.value.BytesValue;
import io.perilune.template.jinja.value.DictValue;
import io.perilune.template.jinja.value.FloatValue;
import io.perilune.template.jinja.value.Html;
import io.perilune.template.jinja.value.ListValue;
import io.perilune.template.jinja.value.Numbers;
import io.perilune.template.jinja.value.Printer;
import io.perilune.template.jinja.value.RangeValue;
import io.perilune.template.jinja.value.Runtime;
import io.perilune.template.jinja.value.Text;
import io.perilune.template.jinja.value.TextBuilder;
import io.perilune.template.jinja.value.TupleValue;
import io.perilune.template.jinja.value.UndefinedValue;
import io.perilune.template.jinja.value.Value;
import java.util.List;

/** The operator {@code %} of strings. */
public final class PercentFormat {
  private final Runtime runtime;
  private final Text format;
  private final String chars;
  private final Value operand;
  private final List<Value> values;
  private final TextBuilder out;
  private int position;
  private int used;

  private PercentFormat(Runtime runtime, Text format, Value operand) {
    this.runtime = runtime;
    this.format = format;
    this.chars = format.chars();
    this.operand = operand;
    this.values = operand instanceof TupleValue tuple ? tuple.elements() : List.of(operand);
    this.out = new TextBuilder(runtime.budget());
  }

  /** Formats a tuple of values, a mapping or a single value. */
  public static Text format(Runtime runtime, Text format, Value operand) {
    return new PercentFormat(runtime, format, operand).run();
  }

  private Text run() {
    int literal = 0;
    while ((position = chars.indexOf('%', literal)) >= 0) {
      runtime.budget().step();
      out.append(format, literal, position);
      position++;
      field();
      literal = position;
    }
    out.append(format, literal, chars.length());
    if (!isMapping(operand) && used < values.size()) {
      throw JinjaException.type("not all arguments converted during string formatting");
    }
    return out.build().asMarkup(format.isMarkup());
  }

  /** Whether Python takes an operand for a mapping, of which not every value need be used. */
  private static boolean isMapping(Value operand) {
    return operand instanceof ListValue
        || operand instanceof DictValue
        || operand instanceof RangeValue
        || operand instanceof BytesValue
        || operand instanceof UndefinedValue;
  }

  private void field() {
    if (peek() == '%') {
      out.append(format, position, position + 1);
      position++;
      return;
    }
    Value named = named();
    boolean left = false;
    boolean zero = false;
    boolean alternate = false;
    char sign = 0;
    while ("-+ #0".indexOf(peek()) >= 0) {
      switch (chars.charAt(position++)) {
        case '-' -> left = true;
        case '+' -> sign = '+';
        case ' ' -> sign = sign == '+' ? sign : ' ';
        case '#' -> alternate = true;
        default -> zero = true;
      }
    }
    int width = Math.max(size(0), -Integer.MAX_VALUE);
    if (width < 0) {
      left = true;
      width = -width;
    }
    int precision = -1;
    if (peek() == '.') {
      position++;
      precision = Math.max(size(0), 0);
    }
    while ("hlL".indexOf(peek()) >= 0) {
      position++;
    }
    char type = peek();
    position++;
    Value value = named != null ? named : nextValue();
    boolean number = "diouxXeEfFgG".indexOf(type) >= 0;
    FormatSpec spec =
        new FormatSpec(
            zero && number && !left ? '0' : ' ',
            left ? '<' : zero && number ? '=' : '>',
            sign,
            alternate,
            width,
            (char) 0,
            precision,
            type == 'i' || type == 'u' ? 'd' : type,
            format.hasData());
    out.append(number ? number(spec, value) : spec.pad(text(spec, value), 0, '>', budget()));
  }

  private Text text(FormatSpec spec, Value value) {
    return switch (spec.type()) {
      case 's' -> spec.cut(inserted(Printer.str(value, budget())));
      case 'r' -> spec.cut(inserted(Printer.repr(value, budget())));
      case 'a' -> spec.cut(inserted(Printer.ascii(value, budget())));
      case 'c' -> character(value);
      default ->
          throw JinjaException.value(
              "unsupported format character '" + spec.type() + "' at index " + (position - 1));
    };
  }

  /** What is put into a format that is escaped for HTML must be escaped as well. */
  private Text inserted(Text text) {
    return format.isMarkup() ? Html.escape(text, budget()) : text;
  }

  private static Text character(Value value) {
    if (value instanceof Text text && text.codePointCount() == 1) {
      return text;
    }
    if (Numbers.integer(value) == null) {
      throw JinjaException.type("%c requires int or char");
    }
    return FormatSpec.character(Numbers.integer(value));
  }

  private Text number(FormatSpec spec, Value value) {
    boolean decimal = spec.type() == 'd';
    if (decimal || spec.isForFloats()) {
      Args.defined(value);
    }
    if (!Numbers.isNumber(value)
        || !spec.isForFloats() && !decimal && value instanceof FloatValue) {
      throw JinjaException.type(
          spec.isForFloats()
              ? "must be real number, not " + value.typeName()
              : "%%%c format: %s is required, not %s"
                  .formatted(
                      spec.type(), decimal ? "a real number" : "an integer", value.typeName()));
    }
    boolean cut = decimal && value instanceof FloatValue;
    NumberLayout number =
        NumberLayout.of(
            spec, cut ? Numbers.truncate(((FloatValue) value).value()) : value, budget());
    int zeros = spec.isForFloats() ? 0 : Math.max(0, spec.precision() - number.whole().length());
    Text shown =
        Text.of(number.head() + "0".repeat(zeros) + number.whole() + number.rest(), spec.data());
    return spec.pad(shown, number.head().length(), '>', budget());
  }

  private Budget budget() {
    return runtime.budget();
  }

  /** The value that a key in brackets names, or {@code null}. */
  private Value named() {
    if (peek() != '(') {
      return null;
    }
    int close = chars.indexOf(')', position);
    if (close < 0) {
      throw JinjaException.value("incomplete format key");
    }
    if (!isMapping(operand)) {
      throw JinjaException.type("format requires a mapping");
    }
    String key = chars.substring(position + 1, close);
    position = close + 1;
    if (!(Args.defined(operand) instanceof DictValue dict)) {
      throw JinjaException.type(operand.typeName() + " indices must be integers, not str");
    }
    Value value = dict.get(key);
    if (value == null) {
      throw new JinjaException(ErrorKind.LOOKUP, "'" + key + "'");
    }
    return value;
  }

  private int size(int fallback) {
    if (peek() == '*') {
      position++;
      return Numbers.requireInt(nextValue());
    }
    int end = Numbers.digitsEnd(chars, position);
    int size = FormatSpec.size(chars, position, end, fallback);
    position = end;
    return size;
  }

  private Value nextValue() {
    if (used >= values.size()) {
      throw JinjaException.type("not enough arguments for format string");
    }
    return values.get(used++);
  }

  private char peek() {
    if (position >= chars.length()) {
      throw JinjaException.value("incomplete format");
    }
    return chars.charAt(position);
  }
}
