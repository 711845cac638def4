package io.perilune.template.jinja.syntax;

import io.perilune.template.jinja.value.PythonStrings;
import java.util.ArrayList;
import java.util.List;

/**
 * Cuts a template into text and tags and applies white space control, with the settings that chat
 * templates are written for: {@code trim_blocks} (a block's or comment's line end belongs to it)
 * and {@code lstrip_blocks} (so does the white space before it on its line).
 */
final class Lexer {
  private final SourceText source;
  private final List<Token> tokens = new ArrayList<>();
  private int position;

  /** Whether the last thing consumed ended a line; {@code lstrip_blocks} looks at it. */
  private boolean lineStarting = true;

  private Lexer(SourceText source) {
    this.source = source;
  }

  /** All tokens of a template, the last one {@link Token.Kind#END}. */
  static List<Token> tokenize(String source) {
    Lexer lexer = new Lexer(new SourceText(source));
    lexer.run();
    return lexer.tokens;
  }

  private void run() {
    int tag = nextTag(0);
    while (tag >= 0) {
      char type = source.at(tag + 1);
      char sign = source.at(tag + 2);
      boolean signed = sign == '-' || sign == '+';
      addText(position, tag, sign, type != '{');
      position = tag + (signed ? 3 : 2);
      lineStarting = false;
      switch (type) {
        case '#' -> skipComment(tag);
        case '{' -> tag(tag, Token.Kind.PRINT_BEGIN, Token.Kind.PRINT_END);
        default -> {
          int raw = rawTagEnd("raw", position);
          if (raw >= 0) {
            rawBlock(tag, raw);
          } else {
            tag(tag, Token.Kind.BLOCK_BEGIN, Token.Kind.BLOCK_END);
          }
        }
      }
      tag = nextTag(position);
    }
    addText(position, source.length(), '+', false);
    add(Token.Kind.END, "", source.length());
  }

  private int nextTag(int from) {
    for (int i = source.indexOf("{", from); i >= 0; i = source.indexOf("{", i + 1)) {
      char next = source.at(i + 1);
      if (next == '{' || next == '%' || next == '#') {
        return i;
      }
    }
    return -1;
  }

  /** Adds the text before a tag, stripped as the tag's sign and kind ask for. */
  private void addText(int start, int end, char sign, boolean block) {
    int to = end;
    if (sign == '-') {
      while (to > start && PythonStrings.isSpace(source.at(to - 1))) {
        to--;
      }
    } else if (sign != '+' && block) {
      int line = end;
      while (line > start && source.at(line - 1) != '\n') {
        line--;
      }
      if ((line > start || lineStarting) && source.skipSpace(line) >= end) {
        to = line;
      }
    }
    if (to > start) {
      add(Token.Kind.DATA, source.substring(start, to), start);
    }
  }

  private void skipComment(int tag) {
    int end = source.indexOf("#}", position);
    if (end < 0) {
      throw source.error("Missing end of comment tag", tag);
    }
    char sign = end > position ? source.at(end - 1) : 0;
    closeTag(end + 2, sign, true);
  }

  /** Moves behind a tag and the white space that belongs to it. */
  private void closeTag(int end, char sign, boolean trim) {
    position = end;
    if (sign == '-') {
      position = source.skipSpace(end);
    } else if (sign != '+' && trim && source.at(end) == '\n') {
      position = end + 1;
    }
    lineStarting = source.at(position - 1) == '\n';
  }

  /**
   * Matches the rest of a tag that holds only a keyword.
   *
   * @return the index of its {@code %}, or -1
   */
  private int rawTagEnd(String keyword, int from) {
    int word = source.skipSpace(from);
    if (!source.startsWith(keyword, word)) {
      return -1;
    }
    int end = source.skipSpace(word + keyword.length());
    if (source.startsWith("-%}", end)
        || keyword.startsWith("end") && source.startsWith("+%}", end)) {
      return end + 1;
    }
    return source.startsWith("%}", end) ? end : -1;
  }

  private void rawBlock(int tag, int beginEnd) {
    closeTag(beginEnd + 2, source.at(beginEnd - 1), false);
    int start = position;
    for (int i = source.indexOf("{%", start); i >= 0; i = source.indexOf("{%", i + 2)) {
      char sign = source.at(i + 2);
      boolean signed = sign == '-' || sign == '+';
      int end = rawTagEnd("endraw", i + (signed ? 3 : 2));
      if (end >= 0) {
        addText(start, i, sign, true);
        closeTag(end + 2, source.at(end - 1), true);
        return;
      }
    }
    throw source.error("Missing end of raw directive", tag);
  }

  private void tag(int start, Token.Kind begin, Token.Kind end) {
    add(begin, source.substring(start, start + 2), start);
    boolean block = end == Token.Kind.BLOCK_END;
    TagLexer inner = new TagLexer(source, position, block ? "%}" : "}}", tokens);
    int close = inner.run();
    if (close < 0) {
      position = source.length();
      return;
    }
    char sign = close > position ? source.at(close - 1) : 0;
    // "+" before the end is a sign in blocks only; in a print statement it is an operator.
    closeTag(close + 2, sign == '+' && !block ? 0 : sign, block);
    add(end, source.substring(close, close + 2), close);
  }

  private void add(Token.Kind kind, String text, int index) {
    tokens.add(new Token(kind, text, null, source.position(index)));
  }
}
