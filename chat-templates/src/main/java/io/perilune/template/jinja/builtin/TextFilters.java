package io.perilune.template.jinja.builtin;

import io.perilune.template.jinja.error.ErrorKind;
import io.perilune.template.jinja.error.JinjaException;
import io.perilune.template.jinja.value.Comparison;
import io.perilune.template.jinja.value.DictValue;
import io.perilune.template.jinja.value.Html;
import io.perilune.template.jinja.value.IntValue;
import io.perilune.template.jinja.value.PythonStrings;
import io.perilune.template.jinja.value.Runtime;
import io.perilune.template.jinja.value.Text;
import io.perilune.template.jinja.value.TupleValue;
import io.perilune.template.jinja.value.UndefinedValue;
import io.perilune.template.jinja.value.Value;

/** Filters of texts that keep their lines as they are. Any input is printed first. */
final class TextFilters {
  private TextFilters() {}

  static void addTo(Table table) {
    table
        .add(
            "upper",
            "s",
            (runtime, a) ->
                CaseMethods.apply(runtime, Args.text(runtime, a[0]), CaseMethods::upper))
        .add(
            "lower",
            "s",
            (runtime, a) ->
                CaseMethods.apply(runtime, Args.text(runtime, a[0]), CaseMethods::lower))
        .add(
            "capitalize",
            "s",
            (runtime, a) ->
                CaseMethods.apply(runtime, Args.text(runtime, a[0]), CaseMethods::capitalize))
        .add(
            "title",
            "s",
            (runtime, a) ->
                CaseMethods.apply(runtime, Args.text(runtime, a[0]), TextFilters::title)
                    .asMarkup(false))
        .add(
            "trim",
            "value chars?",
            (runtime, a) -> SplitMethods.strip(Args.text(runtime, a[0]), a[1], true, true))
        .add("string", "value", (runtime, a) -> Args.text(runtime, a[0]))
        .add("replace", "s old new count?", TextFilters::replace)
        .add("format", "value * **", TextFilters::format)
        .add("wordcount", "s", TextFilters::wordCount)
        .addInstant("default", "value default_value? boolean?", TextFilters::defaultValue)
        .alias("d", "default")
        .add("attr", "obj name", TextFilters::attribute);
  }

  /** Each part between spaces, hyphens and opening brackets capitalised. */
  private static String title(String text) {
    StringBuilder result = new StringBuilder(text.length());
    boolean inWord = false;
    for (int c : text.codePoints().toArray()) {
      boolean separator = PythonStrings.isSpace(c) || "-({[<".indexOf(c) >= 0;
      result.append(
          inWord || separator ? CaseMethods.lower(c) : CaseMethods.upper(Character.toString(c)));
      inWord = !separator;
    }
    return result.toString();
  }

  private static Value replace(Runtime runtime, Value[] arguments) {
    Text text = Args.text(runtime, arguments[0]);
    Text old = Args.text(runtime, arguments[1]);
    Text replacement = Args.text(runtime, arguments[2]);
    if (runtime.autoescape() && (old.isMarkup() || replacement.isMarkup())) {
      text = Html.escape(text, runtime.budget());
    }
    boolean escape = runtime.autoescape() && text.isMarkup();
    return SearchMethods.replace(
            runtime,
            text.asMarkup(false),
            old,
            escape ? Html.escape(replacement, runtime.budget()) : replacement,
            Args.isAbsent(arguments[3]) ? -1 : Args.integer(arguments[3], -1))
        .asMarkup(escape);
  }

  private static Value format(Runtime runtime, Value[] arguments) {
    DictValue named = (DictValue) arguments[2];
    TupleValue positional = (TupleValue) arguments[1];
    if (named.size() > 0 && !positional.elements().isEmpty()) {
      throw new JinjaException(
          ErrorKind.FILTER_ARGUMENT,
          "can't handle positional and keyword arguments at the same time");
    }
    return PercentFormat.format(
        runtime, Args.text(runtime, arguments[0]), named.size() > 0 ? named : positional);
  }

  private static Value wordCount(Runtime runtime, Value[] arguments) {
    String text = Args.text(runtime, arguments[0]).chars();
    int count = 0;
    boolean inWord = false;
    for (int c : text.codePoints().toArray()) {
      boolean part = Character.isLetterOrDigit(c) || c == '_';
      count += part && !inWord ? 1 : 0;
      inWord = part;
    }
    return IntValue.of(count);
  }

  private static Value defaultValue(Runtime runtime, Value[] arguments) {
    boolean missing =
        arguments[0] instanceof UndefinedValue
            || Args.isTrue(arguments[2], false) && !Comparison.isTrue(arguments[0]);
    if (!missing) {
      return arguments[0];
    }
    return arguments[1] == null ? Text.EMPTY : arguments[1];
  }

  /** An attribute that is not an item. */
  private static Value attribute(Runtime runtime, Value[] arguments) {
    String name = Args.text(runtime, arguments[1]).chars();
    Value attribute = Members.ownAttribute(runtime, arguments[0], name);
    return attribute != null ? attribute : UndefinedValue.attribute(arguments[0], name);
  }
}
