package io.perilune.template.jinja.value;

import io.perilune.template.jinja.budget.Budget;
import java.math.BigInteger;
import java.util.Iterator;
import java.util.List;

/** Prints values as Python's {@code str} and {@code repr} do. */
public final class Printer {
  private final Budget budget;
  private final TextBuilder out;

  private Printer(Budget budget) {
    this.budget = budget;
    this.out = new TextBuilder(budget);
  }

  /** The text that printing a value gives. */
  public static Text str(Value value, Budget budget) {
    return switch (value) {
      case Text text -> text;
      case UndefinedValue undefined -> Text.EMPTY;
      default -> repr(value, budget);
    };
  }

  /** The text that shows a value inside a printed list. */
  public static Text repr(Value value, Budget budget) {
    Printer printer = new Printer(budget);
    printer.append(value);
    return printer.out.build();
  }

  /** The text that shows a value with escapes for all characters that are not of ASCII. */
  public static Text ascii(Value value, Budget budget) {
    TextBuilder out = new TextBuilder(budget);
    Text shown = repr(value, budget);
    shown.forEachRun(
        (start, end, data) -> {
          int from = start;
          for (int i = start; i < end; i++) {
            int c = shown.chars().codePointAt(i);
            if (c >= 0x80) {
              out.append(shown, from, i).append(escape(c), data);
              i += Character.charCount(c) - 1;
              from = i + 1;
            }
          }
          out.append(shown, from, end);
        });
    return out.build();
  }

  private void append(Value value) {
    switch (value) {
      case Text text -> quote(text);
      case NoneValue none -> out.appendNeutral("None");
      case BoolValue bool -> out.appendNeutral(bool == BoolValue.TRUE ? "True" : "False");
      case IntValue number -> out.appendNeutral(digits(number));
      case FloatValue(double number) -> out.appendNeutral(Numbers.print(number));
      case ComplexValue complex -> out.appendNeutral(printComplex(complex));
      case UndefinedValue undefined -> out.appendNeutral("Undefined");
      case ListValue list -> sequence("[", list.elements(), "]");
      case TupleValue(List<Value> elements, _) ->
          sequence("(", elements, elements.size() == 1 ? ",)" : ")");
      case DictValue dict -> dict(dict);
      case DictView view -> {
        out.appendNeutral(view.typeName() + "(");
        sequence("[", view.elements(), "])");
      }
      case RangeValue range -> range(range);
      case BytesValue bytes -> bytes(bytes);
      case NamespaceValue namespace -> namespace(namespace);
      case IteratorValue iterator -> out.appendNeutral(iterator.printed());
      case ObjectValue object -> out.appendNeutral(object.printed());
    }
  }

  private void sequence(String open, List<Value> elements, String close) {
    budget.enterValue();
    out.appendNeutral(open);
    for (int i = 0; i < elements.size(); i++) {
      budget.step();
      if (i > 0) {
        out.appendNeutral(", ");
      }
      append(elements.get(i));
    }
    out.appendNeutral(close);
    budget.leaveValue();
  }

  private void dict(DictValue dict) {
    budget.enterValue();
    out.appendNeutral("{");
    Iterator<DictValue.Entry> entries = dict.entries().iterator();
    while (entries.hasNext()) {
      DictValue.Entry entry = entries.next();
      budget.step();
      append(entry.key());
      out.appendNeutral(": ");
      append(entry.value());
      if (entries.hasNext()) {
        out.appendNeutral(", ");
      }
    }
    out.appendNeutral("}");
    budget.leaveValue();
  }

  private void namespace(NamespaceValue namespace) {
    out.appendNeutral("<Namespace ");
    dict(namespace.attributes());
    out.appendNeutral(">");
  }

  private void range(RangeValue range) {
    out.appendNeutral("range(" + digits(new IntValue(range.start())));
    out.appendNeutral(", " + digits(new IntValue(range.stop())));
    if (!range.step().equals(BigInteger.ONE)) {
      out.appendNeutral(", " + digits(new IntValue(range.step())));
    }
    out.appendNeutral(")");
  }

  private String digits(IntValue number) {
    Cost.read(number, budget);
    return Numbers.print(number.value());
  }

  private static String printComplex(ComplexValue value) {
    String real = shortest(value.real());
    String imaginary = shortest(value.imaginary());
    String sign = imaginary.startsWith("-") ? "" : "+";
    return "(" + real + sign + imaginary + "j)";
  }

  /** A part of a complex number has no trailing {@code .0}. */
  private static String shortest(double part) {
    String printed = Numbers.print(part);
    return printed.endsWith(".0") ? printed.substring(0, printed.length() - 2) : printed;
  }

  private void quote(Text text) {
    String chars = text.chars();
    if (text.isMarkup()) {
      out.appendNeutral("Markup(");
    }
    String quote = chars.indexOf('\'') >= 0 && chars.indexOf('"') < 0 ? "\"" : "'";
    out.appendNeutral(quote);
    text.forEachRun(
        (start, end, data) -> {
          int from = start;
          while (from < end) {
            int to = from;
            while (to < end && isPlain(chars.codePointAt(to), quote.charAt(0))) {
              to += Character.charCount(chars.codePointAt(to));
            }
            out.append(text, from, to);
            if (to < end) {
              int c = chars.codePointAt(to);
              out.append(escape(c), data);
              to += Character.charCount(c);
            }
            from = to;
          }
        });
    out.appendNeutral(quote);
    if (text.isMarkup()) {
      out.appendNeutral(")");
    }
  }

  private static boolean isPlain(int c, char quote) {
    return c != quote && c != '\\' && PythonStrings.isPrintable(c);
  }

  private static String escape(int c) {
    return switch (c) {
      case '\n' -> "\\n";
      case '\r' -> "\\r";
      case '\t' -> "\\t";
      case '\\', '\'', '"' -> "\\" + (char) c;
      default ->
          c < 0x100
              ? "\\x" + PythonStrings.hex(c, 2)
              : c < 0x10000 ? "\\u" + PythonStrings.hex(c, 4) : "\\U" + PythonStrings.hex(c, 8);
    };
  }

  private void bytes(BytesValue value) {
    String source = value.source().chars();
    char quote = source.indexOf('\'') >= 0 && source.indexOf('"') < 0 ? '"' : '\'';
    StringBuilder printed = new StringBuilder();
    for (int i = 0; i < value.size(); i++) {
      int c = value.at(i);
      boolean plain = c >= ' ' && c < 0x7F && c != quote && c != '\\';
      printed.append(plain ? String.valueOf((char) c) : escape(c));
    }
    out.appendNeutral("b" + quote);
    out.append(printed.toString(), value.source().hasData());
    out.appendNeutral(String.valueOf(quote));
  }
}
