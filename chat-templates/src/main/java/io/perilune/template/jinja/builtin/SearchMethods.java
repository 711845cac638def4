package io.perilune.template.jinja.builtin;

import io.perilune.template.jinja.error.JinjaException;
import io.perilune.template.jinja.value.IntValue;
import io.perilune.template.jinja.value.Numbers;
import io.perilune.template.jinja.value.Runtime;
import io.perilune.template.jinja.value.Text;
import io.perilune.template.jinja.value.TextBuilder;
import io.perilune.template.jinja.value.TupleValue;
import io.perilune.template.jinja.value.Value;

/** Methods of strings that look for parts of them. */
final class SearchMethods {
  private SearchMethods() {}

  static void addTo(Table table) {
    table
        .test("startswith", "self prefix start? end? /", (runtime, a) -> affix("startswith", a))
        .test("endswith", "self suffix start? end? /", (runtime, a) -> affix("endswith", a))
        .add("find", "self sub start? end? /", (runtime, a) -> IntValue.of(find(a, false)))
        .add("rfind", "self sub start? end? /", (runtime, a) -> IntValue.of(find(a, true)))
        .add("index", "self sub start? end? /", (runtime, a) -> index(a, false))
        .add("rindex", "self sub start? end? /", (runtime, a) -> index(a, true))
        .add("count", "self sub start? end? /", (runtime, a) -> IntValue.of(count(a)))
        .add(
            "replace",
            "self old new count? /",
            (runtime, a) ->
                replace(
                    runtime,
                    (Text) a[0],
                    Args.string(a[1]),
                    Args.string(a[2]),
                    Args.integer(a[3], -1)))
        .add("removeprefix", "self prefix /", (runtime, a) -> removePrefix(a))
        .add("removesuffix", "self suffix /", (runtime, a) -> removeSuffix(a));
  }

  /** Replaces the first {@code count} occurrences of a part, all if {@code count} is negative. */
  static Text replace(Runtime runtime, Text text, Text old, Text replacement, int count) {
    runtime.budget().scan(text.length());
    if (old.isEmpty()) {
      return insertBetween(runtime, text, replacement, count);
    }
    String chars = text.chars();
    TextBuilder result = new TextBuilder(runtime.budget());
    int from = 0;
    int left = count;
    while (left != 0) {
      int at = chars.indexOf(old.chars(), from);
      if (at < 0) {
        break;
      }
      runtime.budget().step();
      result.append(text, from, at).append(replacement);
      from = at + old.length();
      left--;
    }
    return from == 0 ? text : result.append(text, from, text.length()).build();
  }

  private static Text insertBetween(Runtime runtime, Text text, Text inserted, int count) {
    TextBuilder result = new TextBuilder(runtime.budget());
    int from = 0;
    int left = count;
    while (from < text.length() && left != 0) {
      runtime.budget().step();
      int to = from + Character.charCount(text.chars().codePointAt(from));
      result.append(inserted).append(text, from, to);
      from = to;
      left--;
    }
    result.append(text, from, text.length());
    return left == 0 ? result.build() : result.append(inserted).build();
  }

  /** The part of the text that the optional arguments {@code start} and {@code end} select. */
  private static Text window(Value[] arguments) {
    Text text = (Text) arguments[0];
    int length = text.codePointCount();
    int start = Args.isAbsent(arguments[2]) ? 0 : start(arguments[2], length);
    int end = Args.isAbsent(arguments[3]) ? length : bound(arguments[3], length);
    return start > end ? null : text.substring(text.index(start), text.index(end));
  }

  /** A start may lie behind the text, where not even the empty string is. */
  private static int start(Value value, int length) {
    return Math.max(bound(value, length), Numbers.requireInt(value));
  }

  private static int bound(Value value, int length) {
    int index = Numbers.requireInt(value);
    return Math.clamp(index < 0 ? (long) index + length : index, 0, length);
  }

  private static boolean affix(String method, Value[] arguments) {
    Text window = window(arguments);
    if (arguments[1] instanceof TupleValue tuple) {
      for (Value option : tuple.elements()) {
        if (window != null && matches(method, window, Args.string(option))) {
          return true;
        }
      }
      return false;
    }
    if (!(arguments[1] instanceof Text affix)) {
      throw JinjaException.type(
          method + " first arg must be str or a tuple of str, not " + arguments[1].typeName());
    }
    return window != null && matches(method, window, affix);
  }

  private static boolean matches(String method, Text window, Text affix) {
    return method.equals("startswith")
        ? window.chars().startsWith(affix.chars())
        : window.chars().endsWith(affix.chars());
  }

  private static int find(Value[] arguments, boolean last) {
    Text text = (Text) arguments[0];
    String part = Args.string(arguments[1]).chars();
    Text window = window(arguments);
    if (window == null) {
      return -1;
    }
    int at = last ? window.chars().lastIndexOf(part) : window.chars().indexOf(part);
    if (at < 0) {
      return -1;
    }
    int before = Args.isAbsent(arguments[2]) ? 0 : bound(arguments[2], text.codePointCount());
    return before + window.chars().codePointCount(0, at);
  }

  private static Value index(Value[] arguments, boolean last) {
    int at = find(arguments, last);
    if (at < 0) {
      throw JinjaException.value("substring not found");
    }
    return IntValue.of(at);
  }

  private static int count(Value[] arguments) {
    String part = Args.string(arguments[1]).chars();
    Text window = window(arguments);
    if (window == null) {
      return 0;
    }
    if (part.isEmpty()) {
      return window.codePointCount() + 1;
    }
    int count = 0;
    for (int at = window.chars().indexOf(part);
        at >= 0;
        at = window.chars().indexOf(part, at + part.length())) {
      count++;
    }
    return count;
  }

  private static Text removePrefix(Value[] arguments) {
    Text text = (Text) arguments[0];
    Text prefix = Args.string(arguments[1]);
    return text.chars().startsWith(prefix.chars()) ? text.substring(prefix.length()) : text;
  }

  private static Text removeSuffix(Value[] arguments) {
    Text text = (Text) arguments[0];
    Text suffix = Args.string(arguments[1]);
    return text.chars().endsWith(suffix.chars())
        ? text.substring(0, text.length() - suffix.length())
        : text;
  }
}
