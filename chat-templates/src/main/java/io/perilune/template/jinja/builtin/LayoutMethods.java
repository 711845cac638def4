package io.perilune.template.jinja.builtin;

import io.perilune.template.jinja.error.JinjaException;
import io.perilune.template.jinja.value.BytesValue;
import io.perilune.template.jinja.value.Numbers;
import io.perilune.template.jinja.value.Runtime;
import io.perilune.template.jinja.value.Text;
import io.perilune.template.jinja.value.TextBuilder;
import io.perilune.template.jinja.value.Value;

/** Methods of strings that pad them. */
final class LayoutMethods {
  private static final int TAB_SIZE = 8;

  private LayoutMethods() {}

  static void addTo(Table table) {
    table
        .add("center", "self width fillchar?", (runtime, a) -> padded(runtime, a, Side.BOTH))
        .add("ljust", "self width fillchar?", (runtime, a) -> padded(runtime, a, Side.RIGHT))
        .add("rjust", "self width fillchar?", (runtime, a) -> padded(runtime, a, Side.LEFT))
        .add("zfill", "self width", LayoutMethods::zeroFill)
        .add("expandtabs", "self tabsize?", LayoutMethods::expandTabs)
        .add("encode", "self encoding? errors?", (runtime, a) -> new BytesValue((Text) a[0]));
  }

  /** Where padding goes. */
  enum Side {
    LEFT,
    RIGHT,
    BOTH
  }

  private static Value padded(Runtime runtime, Value[] arguments, Side side) {
    Text fill = Args.string(arguments[2], " ");
    if (fill.codePointCount() != 1) {
      throw JinjaException.type("The fill character must be exactly one character long");
    }
    return pad(runtime, (Text) arguments[0], Numbers.requireInt(arguments[1]), fill, side);
  }

  /** Pads a text to a width in code points. */
  static Text pad(Runtime runtime, Text text, int width, Text fill, Side side) {
    long missing = (long) width - text.codePointCount();
    if (missing <= 0) {
      return text;
    }
    runtime.budget().checkChars(width);
    // Where it cannot be even, Python's padding prefers the left for odd widths.
    long left =
        switch (side) {
          case LEFT -> missing;
          case RIGHT -> 0;
          case BOTH -> missing / 2 + (missing & width & 1);
        };
    TextBuilder result = new TextBuilder(runtime.budget());
    result.append(fill.chars().repeat((int) left), fill.hasData());
    result.append(text);
    result.append(fill.chars().repeat((int) (missing - left)), fill.hasData());
    return result.build();
  }

  /** As many spaces as a width says, none if it is negative. */
  static Text spaces(Runtime runtime, int width) {
    int length = Math.max(0, width);
    runtime.budget().checkChars(length);
    runtime.budget().scan(length);
    return Text.of(" ".repeat(length));
  }

  private static Value zeroFill(Runtime runtime, Value[] arguments) {
    Text text = (Text) arguments[0];
    int width = Math.max(0, Numbers.requireInt(arguments[1]));
    int sign = text.chars().startsWith("-") || text.chars().startsWith("+") ? 1 : 0;
    Text digits = text.substring(sign);
    Text filled = pad(runtime, digits, width - sign, Text.of("0"), Side.LEFT);
    return new TextBuilder(runtime.budget()).append(text, 0, sign).append(filled).build();
  }

  private static Value expandTabs(Runtime runtime, Value[] arguments) {
    Text text = (Text) arguments[0];
    int size = Args.integer(arguments[1], TAB_SIZE);
    TextBuilder result = new TextBuilder(runtime.budget());
    int column = 0;
    for (int i = 0; i < text.length(); i++) {
      runtime.budget().step();
      char c = text.chars().charAt(i);
      if (c != '\t') {
        result.append(text, i, i + 1);
        boolean lineEnd = c == '\n' || c == '\r';
        column = lineEnd ? 0 : Character.isLowSurrogate(c) ? column : column + 1;
      } else if (size > 0) {
        int spaces = size - column % size;
        runtime.budget().checkChars((long) result.length() + spaces);
        result.append(" ".repeat(spaces), text.isDataAt(i));
        column += spaces;
      }
    }
    return result.build();
  }
}
