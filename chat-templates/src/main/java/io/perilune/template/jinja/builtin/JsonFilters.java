package io.perilune.template.jinja.builtin;

import io.perilune.template.jinja.error.JinjaException;
import io.perilune.template.jinja.value.BoolValue;
import io.perilune.template.jinja.value.FloatValue;
import io.perilune.template.jinja.value.IntValue;
import io.perilune.template.jinja.value.Iteration;
import io.perilune.template.jinja.value.JsonConversion;
import io.perilune.template.jinja.value.NoneValue;
import io.perilune.template.jinja.value.Numbers;
import io.perilune.template.jinja.value.Runtime;
import io.perilune.template.jinja.value.Text;
import io.perilune.template.jinja.value.UndefinedValue;
import io.perilune.template.jinja.value.Value;
import io.perilune.toolcall.json.JsonException;
import io.perilune.toolcall.json.JsonReader;
import java.util.List;

/** The filters {@code tojson} and, for lenient templates, {@code from_json}. */
final class JsonFilters {
  private JsonFilters() {}

  static void addTo(Table table) {
    table.add("tojson", "x ensure_ascii? indent? separators? sort_keys?", JsonFilters::toJson);
  }

  static void addLenientTo(Table table) {
    table.add("from_json", "value", (runtime, a) -> fromJson(runtime, a[0]));
  }

  private static Value toJson(Runtime runtime, Value[] arguments) {
    Text indent = indent(runtime, arguments[2]);
    Text item = Text.of(indent == null ? ", " : ",");
    Text key = Text.of(": ");
    if (!Args.isAbsent(arguments[3])) {
      List<Value> separators = Iteration.list(arguments[3], runtime.budget());
      if (separators.size() != 2) {
        throw JinjaException.value("separators must be two strings");
      }
      item = Args.string(separators.get(0));
      key = Args.string(separators.get(1));
    }
    return new JsonPrinter(
            runtime,
            Args.isTrue(arguments[1], false),
            indent,
            item,
            key,
            Args.isTrue(arguments[4], false))
        .print(arguments[0]);
  }

  /** The text that indents by one level, or {@code null} for a single line. */
  private static Text indent(Runtime runtime, Value indent) {
    if (Args.isAbsent(indent)) {
      return null;
    }
    if (indent instanceof Text text) {
      return text;
    }
    return LayoutMethods.spaces(runtime, Numbers.requireInt(indent));
  }

  private static Value fromJson(Runtime runtime, Value value) {
    if (value instanceof UndefinedValue undefined) {
      throw undefined.error();
    }
    if (!(value instanceof Text text)) {
      throw JinjaException.type(
          "the JSON object must be str, bytes or bytearray, not " + value.typeName());
    }
    // Reading a character may make a value of it.
    runtime.budget().steps(text.length());
    try {
      return JsonConversion.toValue(JsonReader.read(text.chars()));
    } catch (JsonException e) {
      throw JinjaException.value(e.getMessage());
    }
  }

  /** The text of a key, as Python converts those that are not strings. */
  static Text keyText(Value key) {
    return switch (key) {
      case Text text -> text;
      case NoneValue none -> Text.of("null");
      case BoolValue bool -> Text.of(bool == BoolValue.TRUE ? "true" : "false");
      case IntValue number -> Text.of(Numbers.print(number.value()));
      case FloatValue number -> Text.of(JsonPrinter.print(number.value()));
      default ->
          throw JinjaException.type(
              "keys must be str, int, float, bool or None, not " + key.typeName());
    };
  }
}
