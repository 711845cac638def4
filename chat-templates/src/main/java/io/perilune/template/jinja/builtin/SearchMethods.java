package io.perilune.template.jinja.builtin;

import io.perilune.template.jinja.error.JinjaException;
import io.perilune.template.jinja.value.IntValue;
import io.perilune.template.jinja.value.Numbers;
import io.perilune.template.jinja.value.Runtime;
import io.perilune.template.jinja.value.SubstringSearch;
import io.perilune.template.jinja.value.Text;
import io.perilune.template.jinja.value.TextBuilder;
import io.perilune.template.jinja.value.TupleValue;
import io.perilune.template.jinja.value.Value;

/** Methods of strings that look for parts of them. */
final class SearchMethods {
  private SearchMethods() {}

  static void addTo(Table table) {
    table
        .test(
            "startswith",
            "self prefix start? end? /",
            (runtime, a) -> affix(runtime, "startswith", a))
        .test(
            "endswith", "self suffix start? end? /", (runtime, a) -> affix(runtime, "endswith", a))
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
    if (old.isEmpty()) {
      return insertBetween(runtime, text, replacement, count);
    }
    String chars = text.chars();
    SubstringSearch search = new SubstringSearch(old.chars());
    TextBuilder result = new TextBuilder(runtime.budget());
    int from = 0;
    int left = count;
    while (left != 0) {
      int at = search.first(chars, from, chars.length());
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

  /** A part of the text, in UTF-16 units. */
  private record Window(Text text, int from, int to) {
    /**
     * What the optional arguments {@code start} and {@code end} select, or {@code null} where not
     * even the empty string is: behind the text, or between bounds in the wrong order.
     */
    static Window of(Value[] arguments) {
      Text text = (Text) arguments[0];
      int length = text.codePointCount();
      int start = Args.isAbsent(arguments[2]) ? 0 : bound(arguments[2], length);
      int end = Args.isAbsent(arguments[3]) ? length : bound(arguments[3], length);
      boolean behind = !Args.isAbsent(arguments[2]) && Numbers.requireInt(arguments[2]) > length;
      return behind || start > end ? null : new Window(text, text.index(start), text.index(end));
    }

    private static int bound(Value value, int length) {
      int index = Numbers.requireInt(value);
      return Math.clamp(index < 0 ? (long) index + length : index, 0, length);
    }

    /** The code-point position of a part, or -1. */
    int find(String part, boolean last) {
      int at = last ? to : from;
      if (!part.isEmpty()) {
        SubstringSearch search = new SubstringSearch(part);
        at = last ? search.last(text.chars(), from, to) : search.first(text.chars(), from, to);
      }
      return at < 0 ? -1 : text.codePointsBefore(at);
    }

    int count(String part) {
      if (part.isEmpty()) {
        return text.codePointsBefore(to) - text.codePointsBefore(from) + 1;
      }
      SubstringSearch search = new SubstringSearch(part);
      int count = 0;
      for (int at = search.first(text.chars(), from, to);
          at >= 0;
          at = search.first(text.chars(), at + part.length(), to)) {
        count++;
      }
      return count;
    }

    boolean hasAffix(String method, String affix) {
      int at = method.equals("startswith") ? from : to - affix.length();
      return at >= from && at + affix.length() <= to && text.chars().startsWith(affix, at);
    }
  }

  private static boolean affix(Runtime runtime, String method, Value[] arguments) {
    Window window = Window.of(arguments);
    if (arguments[1] instanceof TupleValue tuple) {
      for (Value option : tuple.elements()) {
        Text affix = Args.string(option);
        runtime.budget().scan(affix.length());
        if (window != null && window.hasAffix(method, affix.chars())) {
          return true;
        }
      }
      return false;
    }
    if (!(arguments[1] instanceof Text affix)) {
      throw JinjaException.type(
          method + " first arg must be str or a tuple of str, not " + arguments[1].typeName());
    }
    return window != null && window.hasAffix(method, affix.chars());
  }

  private static int find(Value[] arguments, boolean last) {
    String part = Args.string(arguments[1]).chars();
    Window window = Window.of(arguments);
    return window == null ? -1 : window.find(part, last);
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
    Window window = Window.of(arguments);
    return window == null ? 0 : window.count(part);
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
