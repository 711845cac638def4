package io.perilune.inference.constraint;

/** The characters of a GBNF source and the place that has been read up to. */
final class GbnfSource {
  /** The greatest number of times; more is surely a mistake. */
  private static final int MAX_NUMBER = 1_000_000_000;

  private static final int DECIMAL = 10;
  private static final int HEXADECIMAL = 16;

  private final String text;
  private int position;

  GbnfSource(String text) {
    this.text = text;
  }

  int position() {
    return position;
  }

  boolean atEnd() {
    return position == text.length();
  }

  boolean atNewline() {
    return at('\n') || at('\r');
  }

  boolean atDigit() {
    return !atEnd() && Character.digit(text.charAt(position), DECIMAL) >= 0;
  }

  private boolean at(char expected) {
    return !atEnd() && text.charAt(position) == expected;
  }

  /** Passes over a character if it is the next. */
  boolean skip(char expected) {
    if (!at(expected)) {
      return false;
    }
    position++;
    return true;
  }

  /** Passes over a hyphen that makes a range: one that does not come last in its class. */
  boolean skipRangeSign() {
    if (!at('-') || text.startsWith("-]", position)) {
      return false;
    }
    position++;
    return true;
  }

  /** Passes over blanks and comments and, if it may, over newlines. */
  void skipSpace(boolean newlines) {
    while (!atEnd()) {
      if (at('#')) {
        while (!atEnd() && !atNewline()) {
          position++;
        }
      } else if (at(' ') || at('\t') || newlines && atNewline()) {
        position++;
      } else {
        return;
      }
    }
  }

  /** Passes over a sign that has to come now. */
  void require(String sign, String where) {
    if (!text.startsWith(sign, position)) {
      throw error(sign + " is missing " + where);
    }
    position += sign.length();
  }

  /** The name of a rule: letters, digits, hyphens and underscores; empty if there is none. */
  String name() {
    int start = position;
    while (!atEnd() && isNameCharacter(text.charAt(position))) {
      position++;
    }
    return text.substring(start, position);
  }

  private static boolean isNameCharacter(char c) {
    return c >= 'a' && c <= 'z'
        || c >= 'A' && c <= 'Z'
        || c >= '0' && c <= '9'
        || c == '-'
        || c == '_';
  }

  /** The rest of the line up to {@code end}, which is passed over; empty if it is not there. */
  String until(char end, String start) {
    int found = text.indexOf(end, position);
    String between = found < 0 ? "" : text.substring(position, found);
    if (between.contains(start) || between.contains("\n")) {
      return "";
    }
    position = found < 0 ? position : found + 1;
    return between;
  }

  /** A decimal number. */
  int number() {
    int start = position;
    long number = 0;
    while (atDigit() && number <= MAX_NUMBER) {
      number = number * DECIMAL + Character.digit(text.charAt(position++), DECIMAL);
    }
    if (position == start || number > MAX_NUMBER) {
      throw error(start, "a number from 0 to " + MAX_NUMBER + " has to stand here");
    }
    return (int) number;
  }

  /**
   * A code point of a text or class, escaped or not.
   *
   * @param start where the text or class begins
   * @param missing what is wrong if the source ends here
   */
  int character(int start, String missing) {
    if (atEnd()) {
      throw error(start, missing + "; add it");
    }
    int character = text.codePointAt(position);
    position += Character.charCount(character);
    return character == '\\' ? escaped() : character;
  }

  private int escaped() {
    int start = position - 1;
    char kind = atEnd() ? 0 : text.charAt(position++);
    return switch (kind) {
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case '\\', '"', '[', ']', '-', '^' -> kind;
      case 'x' -> hexadecimal(start, 2);
      case 'u' -> hexadecimal(start, 4);
      case 'U' -> hexadecimal(start, 8);
      default ->
          throw error(
              start,
              "there is no such escape; use \\n \\r \\t \\\\ \\\" \\[ \\] \\- \\^ \\xHH \\uHHHH or"
                  + " \\UHHHHHHHH, or \\\\ for a backslash");
    };
  }

  private int hexadecimal(int start, int digits) {
    long value = 0;
    for (int i = 0; i < digits; i++) {
      int digit = atEnd() ? -1 : Character.digit(text.charAt(position), HEXADECIMAL);
      if (digit < 0) {
        throw error(start, "the escape needs " + digits + " hexadecimal digits");
      }
      value = value * HEXADECIMAL + digit;
      position++;
    }
    if (value > Character.MAX_CODE_POINT) {
      throw error(start, "the escape is above the last code point, 10ffff");
    }
    return (int) value;
  }

  GrammarException error(String what) {
    return error(position, what);
  }

  /** An error at a position of the source. */
  GrammarException error(int at, String what) {
    int line = 1;
    int lineStart = 0;
    for (int i = 0; i < at; i++) {
      if (text.charAt(i) == '\n') {
        line++;
        lineStart = i + 1;
      }
    }
    return new GrammarException(
        "the grammar is wrong at %d:%d (line:column): %s"
            .formatted(line, at - lineStart + 1, what));
  }
}
