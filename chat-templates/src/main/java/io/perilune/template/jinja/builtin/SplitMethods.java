package io.perilune.template.jinja.builtin;

import io.perilune.template.jinja.error.JinjaException;
import io.perilune.template.jinja.value.Iteration;
import io.perilune.template.jinja.value.ListValue;
import io.perilune.template.jinja.value.PythonStrings;
import io.perilune.template.jinja.value.Runtime;
import io.perilune.template.jinja.value.SubstringSearch;
import io.perilune.template.jinja.value.Text;
import io.perilune.template.jinja.value.TextBuilder;
import io.perilune.template.jinja.value.TupleValue;
import io.perilune.template.jinja.value.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;

/** Methods of strings that cut them, and the one that joins them. */
final class SplitMethods {
  private SplitMethods() {}

  static void addTo(Table table) {
    table
        .add("strip", "self chars? /", (runtime, a) -> strip((Text) a[0], a[1], true, true))
        .add("lstrip", "self chars? /", (runtime, a) -> strip((Text) a[0], a[1], true, false))
        .add("rstrip", "self chars? /", (runtime, a) -> strip((Text) a[0], a[1], false, true))
        .add("split", "self sep? maxsplit?", (runtime, a) -> split(runtime, a, false))
        .add("rsplit", "self sep? maxsplit?", (runtime, a) -> split(runtime, a, true))
        .add("splitlines", "self keepends?", SplitMethods::splitLines)
        .add("partition", "self sep /", (runtime, a) -> partition(a, false))
        .add("rpartition", "self sep /", (runtime, a) -> partition(a, true))
        .add("join", "self iterable /", (runtime, a) -> join(runtime, (Text) a[0], a[1]));
  }

  /**
   * Strips characters at the ends.
   *
   * @param set the characters to strip; white space if it is left out or none
   */
  static Text strip(Text text, Value set, boolean left, boolean right) {
    IntPredicate stripped;
    if (Args.isAbsent(set)) {
      stripped = PythonStrings::isSpace;
    } else {
      String chars = Args.string(set).chars();
      Set<Integer> codePoints = chars.codePoints().boxed().collect(Collectors.toSet());
      stripped = codePoints::contains;
    }
    String chars = text.chars();
    int start = 0;
    int end = chars.length();
    while (left && start < end && stripped.test(chars.codePointAt(start))) {
      start += Character.charCount(chars.codePointAt(start));
    }
    while (right && end > start && stripped.test(chars.codePointBefore(end))) {
      end -= Character.charCount(chars.codePointBefore(end));
    }
    return text.substring(start, end).asMarkup(text.isMarkup());
  }

  private static Value split(Runtime runtime, Value[] arguments, boolean fromRight) {
    Text text = (Text) arguments[0];
    int limit = Args.integer(arguments[2], -1);
    int max = limit < 0 ? Integer.MAX_VALUE : limit;
    List<Value> parts;
    if (Args.isAbsent(arguments[1])) {
      parts = fromRight ? wordsFromRight(text, max) : words(text, max);
    } else {
      Text separator = Args.string(arguments[1]);
      if (separator.isEmpty()) {
        throw JinjaException.value("empty separator");
      }
      parts = fromRight ? cutFromRight(text, separator, max) : cut(text, separator, max);
    }
    runtime.budget().steps(parts.size());
    return new ListValue(parts);
  }

  private static List<Value> cut(Text text, Text separator, int max) {
    SubstringSearch search = new SubstringSearch(separator.chars());
    List<Value> parts = new ArrayList<>();
    int from = 0;
    for (int at = search.first(text.chars(), 0, text.length());
        at >= 0 && parts.size() < max;
        at = search.first(text.chars(), from, text.length())) {
      parts.add(text.substring(from, at));
      from = at + separator.length();
    }
    parts.add(text.substring(from));
    return parts;
  }

  private static List<Value> cutFromRight(Text text, Text separator, int max) {
    SubstringSearch search = new SubstringSearch(separator.chars());
    List<Value> parts = new ArrayList<>();
    int to = text.length();
    while (parts.size() < max) {
      int at = search.last(text.chars(), 0, to);
      if (at < 0) {
        break;
      }
      parts.add(text.substring(at + separator.length(), to));
      to = at;
    }
    parts.add(text.substring(0, to));
    Collections.reverse(parts);
    return parts;
  }

  static List<Value> words(Text text, int max) {
    String chars = text.chars();
    List<Value> parts = new ArrayList<>();
    int from = skip(chars, 0, true);
    while (from < chars.length()) {
      if (parts.size() == max) {
        parts.add(text.substring(from));
        break;
      }
      int to = skip(chars, from, false);
      parts.add(text.substring(from, to));
      from = skip(chars, to, true);
    }
    return parts;
  }

  private static List<Value> wordsFromRight(Text text, int max) {
    String chars = text.chars();
    List<Value> parts = new ArrayList<>();
    int to = skipBack(chars, chars.length(), true);
    while (to > 0) {
      if (parts.size() == max) {
        parts.add(text.substring(0, to));
        break;
      }
      int from = skipBack(chars, to, false);
      parts.add(text.substring(from, to));
      to = skipBack(chars, from, true);
    }
    Collections.reverse(parts);
    return parts;
  }

  private static int skip(String chars, int from, boolean space) {
    int index = from;
    while (index < chars.length() && PythonStrings.isSpace(chars.charAt(index)) == space) {
      index++;
    }
    return index;
  }

  private static int skipBack(String chars, int to, boolean space) {
    int index = to;
    while (index > 0 && PythonStrings.isSpace(chars.charAt(index - 1)) == space) {
      index--;
    }
    return index;
  }

  private static Value splitLines(Runtime runtime, Value[] arguments) {
    Text text = (Text) arguments[0];
    boolean keepEnds = Args.flag(arguments[1]);
    List<Value> lines = lines(text, keepEnds);
    runtime.budget().steps(lines.size());
    return new ListValue(lines);
  }

  static List<Value> lines(Text text, boolean keepEnds) {
    String chars = text.chars();
    List<Value> lines = new ArrayList<>();
    int from = 0;
    while (from < chars.length()) {
      int end = from;
      while (end < chars.length() && !PythonStrings.isLineBreak(chars.charAt(end))) {
        end++;
      }
      int next = end < chars.length() ? end + (chars.startsWith("\r\n", end) ? 2 : 1) : end;
      lines.add(text.substring(from, keepEnds ? next : end));
      from = next;
    }
    return lines;
  }

  private static Value partition(Value[] arguments, boolean last) {
    Text text = (Text) arguments[0];
    Text separator = Args.string(arguments[1]);
    if (separator.isEmpty()) {
      throw JinjaException.value("empty separator");
    }
    SubstringSearch search = new SubstringSearch(separator.chars());
    int at =
        last
            ? search.last(text.chars(), 0, text.length())
            : search.first(text.chars(), 0, text.length());
    if (at < 0) {
      return last
          ? TupleValue.of(Text.EMPTY, Text.EMPTY, text)
          : TupleValue.of(text, Text.EMPTY, Text.EMPTY);
    }
    int end = at + separator.length();
    return TupleValue.of(text.substring(0, at), text.substring(at, end), text.substring(end));
  }

  private static Value join(Runtime runtime, Text separator, Value iterable) {
    TextBuilder joined = new TextBuilder(runtime.budget());
    List<Value> parts = Iteration.list(iterable, runtime.budget());
    for (int i = 0; i < parts.size(); i++) {
      if (!(parts.get(i) instanceof Text part)) {
        throw JinjaException.type(
            "sequence item %d: expected str instance, %s found"
                .formatted(i, parts.get(i).typeName()));
      }
      if (i > 0) {
        joined.append(separator);
      }
      joined.append(part);
    }
    return joined.build();
  }
}
