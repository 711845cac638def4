package io.perilune.template.jinja.builtin;

import io.perilune.template.jinja.error.ErrorKind;
import io.perilune.template.jinja.error.JinjaException;
import io.perilune.template.jinja.value.DictValue;
import io.perilune.template.jinja.value.Html;
import io.perilune.template.jinja.value.Numbers;
import io.perilune.template.jinja.value.Printer;
import io.perilune.template.jinja.value.Runtime;
import io.perilune.template.jinja.value.Text;
import io.perilune.template.jinja.value.TextBuilder;
import io.perilune.template.jinja.value.TupleValue;
import io.perilune.template.jinja.value.UndefinedValue;
import io.perilune.template.jinja.value.Value;

/** {@code str.format} and {@code str.format_map}. */
final class BraceFormat {
  /** Fields inside the layout of a field inside the layout of a field: no more, as in Python. */
  private static final int MAX_NESTING = 2;

  /** Whether fields number their arguments; a format does the one or the other. */
  private enum Numbering {
    AUTOMATIC,
    MANUAL
  }

  private final Runtime runtime;
  private final TupleValue positional;
  private final DictValue named;
  private Numbering numbering;
  private int next;

  private BraceFormat(Runtime runtime, TupleValue positional, DictValue named) {
    this.runtime = runtime;
    this.positional = positional;
    this.named = named;
  }

  static void addTo(Table table) {
    table
        .add(
            "format",
            "self * **",
            (runtime, a) ->
                new BraceFormat(runtime, (TupleValue) a[1], (DictValue) a[2])
                    .format((Text) a[0], MAX_NESTING))
        .add("format_map", "self mapping", BraceFormat::formatMap);
  }

  private static Value formatMap(Runtime runtime, Value[] arguments) {
    if (!(arguments[1] instanceof DictValue mapping)) {
      throw JinjaException.type("format_map() argument must be a mapping");
    }
    return new BraceFormat(runtime, TupleValue.of(), mapping)
        .format((Text) arguments[0], MAX_NESTING);
  }

  private Text format(Text format, int nesting) {
    if (nesting < 0) {
      throw JinjaException.value("Max string recursion exceeded");
    }
    String chars = format.chars();
    TextBuilder out = new TextBuilder(runtime.budget());
    int i = 0;
    while (i < chars.length()) {
      runtime.budget().step();
      char c = chars.charAt(i);
      boolean doubled =
          (c == '{' || c == '}') && i + 1 < chars.length() && chars.charAt(i + 1) == c;
      if (c == '{' && !doubled) {
        int end = fieldEnd(chars, i);
        Text field = format.substring(i + 1, end).asMarkup(format.isMarkup());
        out.append(field(field, nesting));
        i = end + 1;
      } else if (c == '}' && !doubled) {
        throw JinjaException.value("Single '}' encountered in format string");
      } else {
        out.append(format, i, i + 1);
        i += doubled ? 2 : 1;
      }
    }
    return out.build().asMarkup(format.isMarkup());
  }

  private static int fieldEnd(String chars, int start) {
    int depth = 0;
    for (int i = start; i < chars.length(); i++) {
      depth += chars.charAt(i) == '{' ? 1 : chars.charAt(i) == '}' ? -1 : 0;
      if (depth == 0) {
        return i;
      }
    }
    throw JinjaException.value(
        start == chars.length() - 1
            ? "Single '{' encountered in format string"
            : "expected '}' before end of string");
  }

  private Text field(Text field, int nesting) {
    String chars = field.chars();
    int colon = nameEnd(chars, ":!");
    String name = chars.substring(0, colon);
    Value value = name.isEmpty() ? nextArgument() : resolve(name);
    int spec = colon;
    if (colon < chars.length() && chars.charAt(colon) == '!') {
      spec = colon + 2;
      value = convert(value, colon + 1 < chars.length() ? chars.charAt(colon + 1) : 0);
      if (spec < chars.length() && chars.charAt(spec) != ':') {
        throw JinjaException.value("expected ':' after conversion specifier");
      }
    }
    Text layout =
        spec < chars.length() ? format(field.substring(spec + 1), nesting - 1) : Text.EMPTY;
    if (value instanceof UndefinedValue undefined) {
      if (!layout.isEmpty()) {
        throw JinjaException.type("unsupported format string passed to Undefined.__format__");
      }
      return Printer.str(undefined, runtime.budget());
    }
    if (!field.isMarkup()) {
      return FormatSpec.format(layout, value, runtime.budget());
    }
    boolean escaped = value instanceof Text text && text.isMarkup();
    if (escaped && !layout.isEmpty()) {
      throw JinjaException.value("a text that is escaped for HTML takes no format specifier");
    }
    return Html.escape(FormatSpec.format(layout, value, runtime.budget()), runtime.budget());
  }

  private Value convert(Value value, char conversion) {
    return switch (conversion) {
      case 's' -> Printer.str(value, runtime.budget());
      case 'r' -> Printer.repr(value, runtime.budget());
      case 'a' -> Printer.ascii(value, runtime.budget());
      default -> throw JinjaException.value("Unknown conversion specifier '" + conversion + "'");
    };
  }

  /** Where a field's name ends: at one of these characters outside of brackets. */
  private static int nameEnd(String chars, String ends) {
    boolean inBrackets = false;
    for (int i = 0; i < chars.length(); i++) {
      char c = chars.charAt(i);
      if (!inBrackets && ends.indexOf(c) >= 0) {
        return i;
      }
      inBrackets = c == '[' || inBrackets && c != ']';
    }
    return chars.length();
  }

  /** The value of a field's name: an argument, then attributes and items of it. */
  private Value resolve(String name) {
    int end = nameEnd(name, ".");
    int bracket = name.indexOf('[');
    end = bracket >= 0 ? Math.min(end, bracket) : end;
    Value value = argument(name.substring(0, end), end == name.length());
    while (end < name.length()) {
      if (name.charAt(end) == '.') {
        int next = end + 1;
        while (next < name.length() && name.charAt(next) != '.' && name.charAt(next) != '[') {
          next++;
        }
        value = Members.attribute(runtime, value, name.substring(end + 1, next));
        end = next;
      } else {
        int close = name.indexOf(']', end);
        if (close < 0) {
          throw JinjaException.value("Missing ']' in format string");
        }
        String key = name.substring(end + 1, close);
        value = Members.item(runtime, value, AttributePath.key(key));
        end = close + 1;
      }
    }
    return value;
  }

  /** The argument of a field that names none. */
  private Value nextArgument() {
    requireNumbering(Numbering.AUTOMATIC);
    return positional(next++);
  }

  private void requireNumbering(Numbering wanted) {
    if (numbering != null && numbering != wanted) {
      throw JinjaException.value(
          "cannot switch between manual field specification and automatic field numbering");
    }
    numbering = wanted;
  }

  private Value argument(String name, boolean whole) {
    if (name.isEmpty() || Numbers.digitsEnd(name, 0) < name.length()) {
      Value value = named.get(name);
      if (value == null) {
        throw new JinjaException(ErrorKind.LOOKUP, "'" + name + "'");
      }
      return value;
    }
    if (whole) {
      requireNumbering(Numbering.MANUAL);
    }
    return positional(FormatSpec.size(name, 0, name.length(), 0));
  }

  private Value positional(int index) {
    if (index >= positional.elements().size()) {
      throw new JinjaException(
          ErrorKind.LOOKUP,
          "Replacement index " + index + " out of range for positional args tuple");
    }
    return positional.elements().get(index);
  }
}
