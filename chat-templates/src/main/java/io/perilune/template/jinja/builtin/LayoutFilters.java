package io.perilune.template.jinja.builtin;

import io.perilune.template.jinja.error.ErrorKind;
import io.perilune.template.jinja.error.JinjaException;
import io.perilune.template.jinja.value.Arithmetic;
import io.perilune.template.jinja.value.Iteration;
import io.perilune.template.jinja.value.ListValue;
import io.perilune.template.jinja.value.Numbers;
import io.perilune.template.jinja.value.PythonStrings;
import io.perilune.template.jinja.value.Runtime;
import io.perilune.template.jinja.value.Text;
import io.perilune.template.jinja.value.TextBuilder;
import io.perilune.template.jinja.value.Value;
import java.util.ArrayList;
import java.util.List;

/** Filters that lay texts out: indent, cut, wrap, centre. */
final class LayoutFilters {
  private static final int INDENT_WIDTH = 4;
  private static final int CENTER_WIDTH = 80;
  private static final int TRUNCATE_LENGTH = 255;
  private static final int TRUNCATE_LEEWAY = 5;
  private static final int WRAP_WIDTH = 79;

  private LayoutFilters() {}

  static void addTo(Table table) {
    table
        .add(
            "center",
            "value width?",
            (runtime, a) ->
                center(runtime, Args.text(runtime, a[0]), Args.integer(a[1], CENTER_WIDTH)))
        .add("indent", "s width? first? blank?", LayoutFilters::indent)
        .add("truncate", "s length? killwords? end? leeway?", LayoutFilters::truncate)
        .add(
            "wordwrap",
            "s width? break_long_words? wrapstring? break_on_hyphens?",
            LayoutFilters::wordWrap)
        .add("pprint", "value", (runtime, a) -> PrettyPrinter.print(runtime, a[0]));
  }

  private static Value center(Runtime runtime, Text text, int width) {
    return LayoutMethods.pad(runtime, text, width, Text.of(" "), LayoutMethods.Side.BOTH)
        .asMarkup(text.isMarkup());
  }

  private static Value indent(Runtime runtime, Value[] arguments) {
    Text indention;
    if (arguments[1] instanceof Text given) {
      indention = given;
    } else {
      indention = LayoutMethods.spaces(runtime, Args.integer(arguments[1], INDENT_WIDTH));
    }
    if (!(Args.defined(arguments[0]) instanceof Text) && !(arguments[0] instanceof ListValue)) {
      throw JinjaException.type("cannot add a line feed to '" + arguments[0].typeName() + "'");
    }
    Text text = lines(arguments[0]);
    boolean first = Args.isTrue(arguments[2], false);
    boolean blank = Args.isTrue(arguments[3], false);
    List<Value> lines = SplitMethods.lines(text, false);
    // The reference adds a line feed before it splits, which makes a line behind a last break.
    char last = text.isEmpty() ? '\n' : text.chars().charAt(text.length() - 1);
    if (last != '\r' && PythonStrings.isLineBreak(last)) {
      lines.add(Text.EMPTY);
    }
    TextBuilder result = new TextBuilder(runtime.budget());
    if (first) {
      result.append(indention);
    }
    for (int i = 0; i < lines.size(); i++) {
      Text line = (Text) lines.get(i);
      if (i > 0) {
        result.append("\n", text.hasData());
        if (blank || !line.isEmpty()) {
          result.append(indention);
        }
      }
      result.append(line);
    }
    return result.build().asMarkup(text.isMarkup());
  }

  /** An input that the reference asks for its lines. */
  private static Text lines(Value value) {
    if (Args.defined(value) instanceof Text text) {
      return text;
    }
    throw new JinjaException(
        ErrorKind.OTHER, "'" + value.typeName() + "' object has no attribute 'splitlines'");
  }

  private static Value truncate(Runtime runtime, Value[] arguments) {
    int length = Args.integer(arguments[1], TRUNCATE_LENGTH);
    boolean killWords = Args.isTrue(arguments[2], false);
    Text end = Args.string(arguments[3], "...");
    int leeway =
        Args.isAbsent(arguments[4])
            ? TRUNCATE_LEEWAY
            : Numbers.requireInt(Args.defined(arguments[4]));
    if (length < end.codePointCount() || leeway < 0) {
      throw new JinjaException(
          ErrorKind.OTHER, "expected length >= " + end.codePointCount() + " and leeway >= 0");
    }
    if (Iteration.length(arguments[0]) <= (long) length + leeway) {
      return arguments[0];
    }
    Text text = Args.string(arguments[0]);
    Text cut = text.substring(0, text.index(length - end.codePointCount()));
    int space = cut.chars().lastIndexOf(' ');
    if (!killWords && space >= 0) {
      cut = cut.substring(0, space);
    }
    return Arithmetic.concatenate(cut.asMarkup(text.isMarkup()), end, runtime.budget());
  }

  private static Value wordWrap(Runtime runtime, Value[] arguments) {
    Text text = lines(arguments[0]);
    int width = Args.integer(arguments[1], WRAP_WIDTH);
    if (width <= 0) {
      throw JinjaException.value("invalid width " + width + " (must be > 0)");
    }
    Text separator = Args.isAbsent(arguments[3]) ? Text.of("\n") : Args.string(arguments[3]);
    boolean breakLong = Args.isTrue(arguments[2], true);
    boolean breakHyphens = Args.isTrue(arguments[4], true);
    List<Text> wrapped = new ArrayList<>();
    for (Value line : SplitMethods.lines(text, false)) {
      List<Text> parts = new WordWrap((Text) line, width, breakLong, breakHyphens).lines();
      runtime.budget().steps(parts.size());
      wrapped.addAll(parts.isEmpty() ? List.of(Text.EMPTY) : parts);
    }
    TextBuilder result = new TextBuilder(runtime.budget());
    for (int i = 0; i < wrapped.size(); i++) {
      if (i > 0) {
        result.append(separator);
      }
      result.append(wrapped.get(i));
    }
    return result.build();
  }
}
