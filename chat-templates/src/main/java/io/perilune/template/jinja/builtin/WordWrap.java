package io.perilune.template.jinja.builtin;

import io.perilune.template.jinja.value.PythonStrings;
import io.perilune.template.jinja.value.Text;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
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
              + "|(?<=[\\w!\"'&.,?])(?=-{2,}+\\w))",
          Pattern.UNICODE_CHARACTER_CLASS);

  private static final Pattern WORD =
      Pattern.compile("[\\t\\n\\x0B\\f\\r ]+|[^\\t\\n\\x0B\\f\\r ]+");

  /**
   * A piece of the line that is wrapped.
   *
   * @param from a code-point position
   * @param to the code-point position behind it
   */
  private record Chunk(int from, int to) {
    int length() {
      return to - from;
    }
  }

  private final Text text;
  private final int width;
  private final boolean breakLong;
  private final boolean breakHyphens;
  private final Deque<Chunk> chunks = new ArrayDeque<>();

  WordWrap(Text line, int width, boolean breakLong, boolean breakHyphens) {
    this.text = line;
    this.width = width;
    this.breakLong = breakLong;
    this.breakHyphens = breakHyphens;
    Matcher matcher = (breakHyphens ? CHUNK : WORD).matcher(line.chars());
    int from = 0;
    while (matcher.find()) {
      int to = from + line.chars().codePointCount(matcher.start(), matcher.end());
      chunks.add(new Chunk(from, to));
      from = to;
    }
  }

  List<Text> lines() {
    List<Text> lines = new ArrayList<>();
    while (!chunks.isEmpty()) {
      if (!lines.isEmpty() && isBlank(chunks.peek())) {
        chunks.remove();
        continue;
      }
      Deque<Chunk> line = new ArrayDeque<>();
      int length = 0;
      while (!chunks.isEmpty() && length + chunks.peek().length() <= width) {
        length += chunks.peek().length();
        line.add(chunks.remove());
      }
      if (!chunks.isEmpty() && chunks.peek().length() > width) {
        addLong(line, length);
      }
      if (!line.isEmpty() && isBlank(line.getLast())) {
        line.removeLast();
      }
      if (!line.isEmpty()) {
        lines.add(part(line.getFirst().from(), line.getLast().to()));
      }
    }
    return lines;
  }

  /** Puts a word that fits on no line, or its beginning, on this one. */
  private void addLong(Deque<Chunk> line, int length) {
    if (breakLong) {
      Chunk chunk = chunks.remove();
      int cut = cut(chunk, chunk.from() + width - length);
      line.add(new Chunk(chunk.from(), cut));
      chunks.push(new Chunk(cut, chunk.to()));
    } else if (line.isEmpty()) {
      line.add(chunks.remove());
    }
  }

  /** Where a word is broken at the latest: behind its last hyphen, if it may be broken there. */
  private int cut(Chunk chunk, int latest) {
    if (breakHyphens) {
      boolean hyphensOnly = true;
      int best = latest;
      int start = text.index(chunk.from());
      for (int i = start, position = chunk.from(); position < latest; position++) {
        int c = text.chars().codePointAt(i);
        if (c == '-' && position > chunk.from() && !hyphensOnly) {
          best = position + 1;
        }
        hyphensOnly &= c == '-';
        i += Character.charCount(c);
      }
      return best;
    }
    return latest;
  }

  private Text part(int from, int to) {
    return text.substring(text.index(from), text.index(to));
  }

  private boolean isBlank(Chunk chunk) {
    for (int i = text.index(chunk.from()); i < text.index(chunk.to()); i++) {
      if (!PythonStrings.isSpace(text.chars().charAt(i))) {
        return false;
      }
    }
    return true;
  }
}
