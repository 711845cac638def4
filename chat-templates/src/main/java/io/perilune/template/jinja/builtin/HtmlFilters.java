package io.perilune.template.jinja.builtin;

import io.perilune.template.jinja.error.ErrorKind;
import io.perilune.template.jinja.error.JinjaException;
import io.perilune.template.jinja.value.DictValue;
import io.perilune.template.jinja.value.DictView;
import io.perilune.template.jinja.value.Html;
import io.perilune.template.jinja.value.Iteration;
import io.perilune.template.jinja.value.NoneValue;
import io.perilune.template.jinja.value.Runtime;
import io.perilune.template.jinja.value.Text;
import io.perilune.template.jinja.value.TextBuilder;
import io.perilune.template.jinja.value.UndefinedValue;
import io.perilune.template.jinja.value.Value;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;

/** Filters that escape texts for HTML and addresses. */
final class HtmlFilters {
  private static final HexFormat HEX = HexFormat.of().withUpperCase();

  private static final String COMMENT_START = "<!--";
  private static final String COMMENT_END = "-->";

  private HtmlFilters() {}

  static void addTo(Table table) {
    table
        .add("escape", "value", (runtime, a) -> escape(runtime, a[0]))
        .alias("e", "escape")
        .add(
            "forceescape",
            "value",
            (runtime, a) -> Html.escape(Args.text(runtime, a[0]).asMarkup(false), runtime.budget()))
        .add("safe", "value", (runtime, a) -> Args.text(runtime, a[0]).asMarkup(true))
        .add("striptags", "value", (runtime, a) -> stripTags(runtime, Args.text(runtime, a[0])))
        .add("urlencode", "value", HtmlFilters::urlEncode)
        .add("xmlattr", "d autospace?", HtmlFilters::xmlAttributes);
  }

  static Text escape(Runtime runtime, Value value) {
    return Html.escape(Args.text(runtime, value), runtime.budget());
  }

  /** Removes comments and tags, makes white space single spaces and resolves entities. */
  private static Value stripTags(Runtime runtime, Text text) {
    String bare = withoutTags(withoutComments(text.chars()));
    StringBuilder words = new StringBuilder();
    for (Value word : SplitMethods.words(Text.of(bare), Integer.MAX_VALUE)) {
      words.append(words.isEmpty() ? "" : " ").append(((Text) word).chars());
    }
    return Text.of(Entities.resolve(words.toString()), text.hasData());
  }

  /** Without comments, also those that are left where one inside of them was removed. */
  private static String withoutComments(String text) {
    StringBuilder result = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      result.append(text.charAt(i));
      int start = result.length() - COMMENT_START.length();
      if (start >= 0 && result.indexOf(COMMENT_START, start) == start) {
        int end = commentEnd(text, i + 1);
        if (end < 0) {
          return result.append(text, i + 1, text.length()).toString();
        }
        result.setLength(start);
        i = end - 1;
      }
    }
    return result.toString();
  }

  /** Where a comment ends whose start ends at an index, or -1; both may share hyphens. */
  private static int commentEnd(String text, int from) {
    for (int shared = COMMENT_END.length() - 1; shared > 0; shared--) {
      String missing = COMMENT_END.substring(shared);
      if (text.startsWith(missing, from)) {
        return from + missing.length();
      }
    }
    int end = text.indexOf(COMMENT_END, from);
    return end < 0 ? -1 : end + COMMENT_END.length();
  }

  private static String withoutTags(String text) {
    StringBuilder result = new StringBuilder(text.length());
    int from = 0;
    while (true) {
      int start = text.indexOf('<', from);
      int end = start < 0 ? -1 : text.indexOf('>', start);
      if (end < 0) {
        return result.append(text, from, text.length()).toString();
      }
      result.append(text, from, start);
      from = end + 1;
    }
  }

  private static Value urlEncode(Runtime runtime, Value[] arguments) {
    Value value = arguments[0];
    if (value instanceof Text || !Iteration.isIterable(value)) {
      return quote(runtime, value, false);
    }
    TextBuilder query = new TextBuilder(runtime.budget());
    for (Value pair : pairs(runtime, value)) {
      List<Value> parts = Iteration.list(pair, runtime.budget());
      if (parts.size() != 2) {
        throw JinjaException.value("not enough values to unpack (expected 2)");
      }
      query.append(query.length() > 0 ? "&" : "", false);
      query.append(quote(runtime, parts.get(0), true)).append("=", false);
      query.append(quote(runtime, parts.get(1), true));
    }
    return query.build();
  }

  private static List<Value> pairs(Runtime runtime, Value value) {
    return value instanceof DictValue dict
        ? new DictView(dict, DictView.Part.ITEMS).elements()
        : Iteration.list(value, runtime.budget());
  }

  /**
   * Percent-encodes a value's text.
   *
   * @param query whether it is part of a query, where slashes are encoded and spaces are plus signs
   */
  private static Text quote(Runtime runtime, Value value, boolean query) {
    Text text = Args.text(runtime, value);
    runtime.budget().scan(text.length());
    StringBuilder quoted = new StringBuilder(text.length());
    for (byte b : text.chars().getBytes(StandardCharsets.UTF_8)) {
      int c = b & 0xFF;
      boolean plain =
          c < 0x80 && Character.isLetterOrDigit(c) || "_.-~".indexOf(c) >= 0 || c == '/' && !query;
      if (plain) {
        quoted.append((char) c);
      } else {
        quoted.append(query && c == ' ' ? "+" : "%" + HEX.toHexDigits(b));
      }
    }
    return Text.of(quoted.toString(), text.hasData());
  }

  private static Value xmlAttributes(Runtime runtime, Value[] arguments) {
    if (!(Args.defined(arguments[0]) instanceof DictValue dict)) {
      throw new JinjaException(
          ErrorKind.OTHER, "a mapping is expected, not " + arguments[0].typeName());
    }
    TextBuilder result = new TextBuilder(runtime.budget());
    boolean space = Args.isTrue(arguments[1], true);
    for (DictValue.Entry entry : dict.entries()) {
      if (entry.value() == NoneValue.NONE || entry.value() instanceof UndefinedValue) {
        continue;
      }
      Text key = Args.text(runtime, entry.key());
      if (key.chars().codePoints().anyMatch(c -> " \t\n\f\r/>=".indexOf(c) >= 0)) {
        throw JinjaException.value("Invalid character in the name of an attribute");
      }
      result.append(space || result.length() > 0 ? " " : "", false);
      result.append(escape(runtime, key)).append("=\"", false);
      result.append(escape(runtime, entry.value())).append("\"", false);
    }
    return result.build().asMarkup(runtime.autoescape());
  }
}
