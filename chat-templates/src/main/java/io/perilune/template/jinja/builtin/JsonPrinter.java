package io.perilune.template.jinja.builtin;

import io.perilune.template.jinja.error.JinjaException;
import io.perilune.template.jinja.value.BoolValue;
import io.perilune.template.jinja.value.Comparison;
import io.perilune.template.jinja.value.Cost;
import io.perilune.template.jinja.value.DictValue;
import io.perilune.template.jinja.value.FloatValue;
import io.perilune.template.jinja.value.IntValue;
import io.perilune.template.jinja.value.NoneValue;
import io.perilune.template.jinja.value.Numbers;
import io.perilune.template.jinja.value.PythonStrings;
import io.perilune.template.jinja.value.Runtime;
import io.perilune.template.jinja.value.SequenceValue;
import io.perilune.template.jinja.value.Text;
import io.perilune.template.jinja.value.TextBuilder;
import io.perilune.template.jinja.value.Value;
import java.util.ArrayList;
import java.util.List;

/** Prints values as Python's {@code json.dumps} does, without escaping for HTML. */
final class JsonPrinter {
  /** The last character that output limited to ASCII shows as it is. */
  private static final char LAST_ASCII = '~';

  private final Runtime runtime;
  private final boolean ascii;
  private final Text indent;
  private final Text itemSeparator;
  private final Text keySeparator;
  private final boolean sortKeys;
  private final TextBuilder out;

  /**
   * @param indent what indents by one level, or {@code null} for a single line
   */
  JsonPrinter(
      Runtime runtime,
      boolean ascii,
      Text indent,
      Text itemSeparator,
      Text keySeparator,
      boolean sortKeys) {
    this.runtime = runtime;
    this.ascii = ascii;
    this.indent = indent;
    this.itemSeparator = itemSeparator;
    this.keySeparator = keySeparator;
    this.sortKeys = sortKeys;
    this.out = new TextBuilder(runtime.budget());
  }

  Text print(Value value) {
    append(value, 0);
    return out.build();
  }

  private void append(Value value, int level) {
    runtime.budget().step();
    switch (value) {
      case Text text -> quote(text);
      case NoneValue none -> out.appendNeutral("null");
      case BoolValue bool -> out.appendNeutral(bool == BoolValue.TRUE ? "true" : "false");
      case IntValue number -> {
        Cost.read(number, runtime.budget());
        out.appendNeutral(Numbers.print(number.value()));
      }
      case FloatValue number -> out.appendNeutral(print(number.value()));
      case SequenceValue sequence -> array(sequence.elements(), level);
      case DictValue dict -> object(dict, level);
      default ->
          throw JinjaException.type(
              "Object of type " + value.typeName() + " is not JSON serializable");
    }
  }

  static String print(double number) {
    if (Double.isNaN(number)) {
      return "NaN";
    }
    if (Double.isInfinite(number)) {
      return number > 0 ? "Infinity" : "-Infinity";
    }
    return Numbers.print(number);
  }

  private void array(List<Value> elements, int level) {
    if (elements.isEmpty()) {
      out.appendNeutral("[]");
      return;
    }
    runtime.budget().enterValue();
    out.appendNeutral("[");
    for (int i = 0; i < elements.size(); i++) {
      separate(i, level + 1);
      append(elements.get(i), level + 1);
    }
    newLine(level);
    out.appendNeutral("]");
    runtime.budget().leaveValue();
  }

  private void object(DictValue dict, int level) {
    if (dict.size() == 0) {
      out.appendNeutral("{}");
      return;
    }
    runtime.budget().enterValue();
    out.appendNeutral("{");
    int index = 0;
    for (DictValue.Entry entry : entries(dict)) {
      separate(index++, level + 1);
      quote(JsonFilters.keyText(entry.key()));
      appendSeparator(keySeparator);
      append(entry.value(), level + 1);
    }
    newLine(level);
    out.appendNeutral("}");
    runtime.budget().leaveValue();
  }

  private List<DictValue.Entry> entries(DictValue dict) {
    List<DictValue.Entry> entries = new ArrayList<>(dict.entries());
    return sortKeys
        ? Sorting.sort(
            entries, (left, right) -> Comparison.less(left.key(), right.key(), runtime.budget()))
        : entries;
  }

  private void separate(int index, int level) {
    if (index > 0) {
      appendSeparator(itemSeparator);
    }
    newLine(level);
  }

  private void newLine(int level) {
    if (indent != null) {
      out.appendNeutral("\n");
      for (int i = 0; i < level; i++) {
        appendSeparator(indent);
      }
    }
  }

  private void appendSeparator(Text separator) {
    if (separator.hasData()) {
      out.append(separator);
    } else {
      out.appendNeutral(separator.chars());
    }
  }

  private void quote(Text text) {
    String chars = text.chars();
    runtime.budget().scan(chars.length());
    out.appendNeutral("\"");
    text.forEachRun(
        (start, end, data) -> {
          int from = start;
          for (int i = start; i < end; i++) {
            String escape = escape(chars.charAt(i));
            if (escape != null) {
              out.append(text, from, i).append(escape, data);
              from = i + 1;
            }
          }
          out.append(text, from, end);
        });
    out.appendNeutral("\"");
  }

  /** What stands for a character that may not stand for itself, or {@code null}. */
  private String escape(char c) {
    return switch (c) {
      case '"' -> "\\\"";
      case '\\' -> "\\\\";
      case '\n' -> "\\n";
      case '\r' -> "\\r";
      case '\t' -> "\\t";
      case '\b' -> "\\b";
      case '\f' -> "\\f";
      default -> c < ' ' || ascii && c > LAST_ASCII ? "\\u" + PythonStrings.hex(c, 4) : null;
    };
  }
}
