package io.perilune.template.jinja.builtin;

import io.perilune.template.jinja.value.Text;
import io.perilune.template.jinja.value.TextBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Wraps one line into lines of at most a width, as Python's {@code textwrap} does. */
final class WordWrap {
  /** White space, or a dash between words, or a word up to a hyphen it can be broken at. */
  private static final Pattern CHUNK =
      Pattern.compile(
          "[\\t\\n\\x0B\\f\\r ]++"
              + "|(?<=[\\w!\"'&.,?])-{2,}+(?=\\w)"
              + "|[^\\t\\n\\x0B\\f\\r ]+?(?:-(?:(?<=[^\\d\\W]{2}-)|(?<=[^\\d\\W]-[^\\d\\W]-))"
              + "(?=[^\\d\\W]-?[^\\d\\W])"
              + "|(?=[\\t\\n\\x0B\\f\\r ]|\\z)"
              + "|(?<=[\\w!\"'&.,?])(?=-{2,}+\\w))");

  private static final Pattern WORD =
      Pattern.compile("[\\t\\n\\x0B\\f\\r ]+|[^\\t\\n\\x0B\\f\\r ]+");

  private final int width;
  private final boolean breakLong;
  private final List<Text> chunks = new ArrayList<>();

  WordWrap(Text line, int width, boolean breakLong, boolean breakHyphens) {
    this.width = width;
    this.breakLong = breakLong;
    Matcher matcher = (breakHyphens ? CHUNK : WORD).matcher(line.chars());
    while (matcher.find()) {
      chunks.add(line.substring(matcher.start(), matcher.end()));
    }
  }

  List<Text> lines() {
    List<Text> lines = new ArrayList<>();
    int next = 0;
    while (next < chunks.size()) {
      if (!lines.isEmpty() && isBlank(chunks.get(next))) {
        next++;
        continue;
      }
      List<Text> line = new ArrayList<>();
      int length = 0;
      while (next < chunks.size() && length + chunks.get(next).codePointCount() <= width) {
        length += chunks.get(next).codePointCount();
        line.add(chunks.get(next++));
      }
      if (next < chunks.size() && chunks.get(next).codePointCount() > width) {
        next = addLong(line, length, next);
      }
      if (!line.isEmpty() && isBlank(line.getLast())) {
        line.removeLast();
      }
      if (!line.isEmpty()) {
        lines.add(join(line));
      }
    }
    return lines;
  }

  /** Puts a word that fits on no line, or its beginning, on this one. */
  private int addLong(List<Text> line, int length, int next) {
    if (breakLong) {
      Text chunk = chunks.get(next);
      int cut = chunk.index(Math.max(1, width - length));
      line.add(chunk.substring(0, cut));
      chunks.set(next, chunk.substring(cut));
      return next;
    }
    if (line.isEmpty()) {
      line.add(chunks.get(next));
      return next + 1;
    }
    return next;
  }

  private static boolean isBlank(Text chunk) {
    return chunk.chars().isBlank();
  }

  private static Text join(List<Text> parts) {
    TextBuilder line = new TextBuilder();
    parts.forEach(line::append);
    return line.build();
  }
}
