package io.perilune.toolcall.parse;

import io.perilune.toolcall.json.JsonReader;

/**
 * Copies one JSON object as the model writes it and mends what it often gets wrong, without ever
 * taking back what was copied: raw control characters and unknown escapes in strings, commas before
 * a closing bracket, closing brackets missing at the end. Whatever else is wrong stays as it is.
 */
final class JsonHealer {
  private static final int UNICODE_ESCAPE_CHARS = 6;

  private final StringBuilder healed = new StringBuilder();
  private final StringBuilder closers = new StringBuilder();

  /** Blanks outside strings, perhaps after a comma, that may be removed yet. */
  private final StringBuilder gap = new StringBuilder();

  /** An escape sequence that is not complete yet. */
  private final StringBuilder escape = new StringBuilder();

  private boolean inString;
  private int read;

  /** Takes the next character; the first one must open the object. */
  void accept(char c) {
    if (inString) {
      acceptInString(c);
    } else {
      acceptOutside(c);
    }
  }

  boolean inString() {
    return inString;
  }

  /** Whether the object has closed; to be asked after its first character. */
  boolean complete() {
    return closers.isEmpty();
  }

  /** What was copied since the last time. */
  String readHealed() {
    String more = healed.substring(read);
    read = healed.length();
    return more;
  }

  /** The model ended the arguments: closes the object if that makes it valid. */
  void close() {
    if (inString) {
      healed.append(escape);
    } else if (!complete()) {
      String missing = new StringBuilder(closers).reverse().toString();
      if (JsonReader.tryRead(healed + missing).isPresent()) {
        healed.append(missing);
      }
    }
    escape.setLength(0);
    gap.setLength(0);
  }

  /** The output was cut off: nothing is added. */
  void cut() {
    healed.append(escape);
    escape.setLength(0);
    dropComma();
    healed.append(gap);
    gap.setLength(0);
  }

  private void acceptOutside(char c) {
    if (c == ' ' || c == '\n' || c == '\r' || c == '\t') {
      gap.append(c);
      return;
    }
    if (c == '}' || c == ']') {
      dropComma();
    }
    healed.append(gap);
    gap.setLength(0);
    if (c == ',') {
      gap.append(c);
      return;
    }
    healed.append(c);
    switch (c) {
      case '{' -> closers.append('}');
      case '[' -> closers.append(']');
      case '}', ']' -> closers.setLength(Math.max(0, closers.length() - 1));
      case '"' -> inString = true;
      default -> {}
    }
  }

  private void dropComma() {
    if (!gap.isEmpty() && gap.charAt(0) == ',') {
      gap.deleteCharAt(0);
    }
  }

  private void acceptInString(char c) {
    if (!escape.isEmpty()) {
      acceptInEscape(c);
    } else if (c == '\\') {
      escape.append(c);
    } else if (c == '"') {
      healed.append(c);
      inString = false;
    } else {
      appendEscaped(c);
    }
  }

  private void acceptInEscape(char c) {
    boolean unicode = escape.length() > 1;
    if (unicode ? isHexDigit(c) : c == 'u') {
      escape.append(c);
      if (escape.length() == UNICODE_ESCAPE_CHARS) {
        endEscape("");
      }
    } else if (!unicode && "\"\\/bfnrt".indexOf(c) >= 0) {
      healed.append('\\').append(c);
      escape.setLength(0);
    } else if (!unicode && c == '\'') {
      healed.append(c);
      escape.setLength(0);
    } else {
      endEscape("\\");
      acceptInString(c);
    }
  }

  private void endEscape(String before) {
    healed.append(before).append(escape);
    escape.setLength(0);
  }

  private void appendEscaped(char c) {
    switch (c) {
      case '\n' -> healed.append("\\n");
      case '\r' -> healed.append("\\r");
      case '\t' -> healed.append("\\t");
      default -> {
        if (c < ' ') {
          healed.append(String.format("\\u%04x", (int) c));
        } else {
          healed.append(c);
        }
      }
    }
  }

  private static boolean isHexDigit(char c) {
    return c >= '0' && c <= '9' || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F';
  }
}
