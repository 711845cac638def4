package io.perilune.template.jinja.syntax;

/** The escapes of string literals, which are Python's. */
final class StringLiteral {
  private StringLiteral() {}

  /** The value of a literal whose inside lies between two indices. */
  static String decode(SourceText source, int start, int end) {
    String raw = source.substring(start, end);
    if (raw.indexOf('\\') < 0) {
      return raw;
    }
    StringBuilder value = new StringBuilder(raw.length());
    int i = 0;
    while (i < raw.length()) {
      char c = raw.charAt(i);
      if (c != '\\') {
        value.append(c);
        i++;
        continue;
      }
      char escape = raw.charAt(i + 1);
      String simple = simpleEscape(escape);
      if (simple != null) {
        value.append(simple);
        i += 2;
      } else if (escape >= '0' && escape <= '7') {
        int to = i + 1;
        while (to < raw.length() && to < i + 4 && raw.charAt(to) >= '0' && raw.charAt(to) <= '7') {
          to++;
        }
        value.append((char) Integer.parseInt(raw, i + 1, to, 8));
        i = to;
      } else if (escape == 'x' || escape == 'u' || escape == 'U') {
        int to = i + 2 + (escape == 'x' ? 2 : escape == 'u' ? 4 : 8);
        value.appendCodePoint(hex(source, raw, i + 2, to, start + i));
        i = to;
      } else if (escape == 'N') {
        int to = raw.indexOf('}', i);
        value.appendCodePoint(named(source, raw, i + 2, to, start + i));
        i = to + 1;
      } else {
        value.append(c).append(escape);
        i += 2;
      }
    }
    return value.toString();
  }

  /** What a two-character escape stands for, or {@code null}. */
  private static String simpleEscape(char escape) {
    return switch (escape) {
      case '\n' -> "";
      case '\\' -> "\\";
      case '\'' -> "'";
      case '"' -> "\"";
      case 'a' -> "\u0007";
      case 'b' -> "\b";
      case 'f' -> "\f";
      case 'n' -> "\n";
      case 'r' -> "\r";
      case 't' -> "\t";
      case 'v' -> "\u000B";
      default -> null;
    };
  }

  private static int hex(SourceText source, String raw, int from, int to, int index) {
    boolean complete =
        to <= raw.length()
            && raw.substring(from, to).chars().allMatch(c -> Character.digit(c, 16) >= 0);
    long codePoint = complete ? Long.parseLong(raw, from, to, 16) : Long.MAX_VALUE;
    if (codePoint > Character.MAX_CODE_POINT) {
      throw source.error("a string has an escape that is no character", index);
    }
    return (int) codePoint;
  }

  private static int named(SourceText source, String raw, int from, int to, int index) {
    if (to > from && raw.charAt(from) == '{') {
      try {
        return Character.codePointOf(raw.substring(from + 1, to));
      } catch (IllegalArgumentException e) {
        throw source.error("a string names an unknown character", index);
      }
    }
    throw source.error("a string has an incomplete \\N{...} escape", index);
  }
}
