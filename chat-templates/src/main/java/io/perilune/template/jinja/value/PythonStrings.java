package io.perilune.template.jinja.value;

import java.util.HexFormat;

/** Python's rules about characters where they differ from Java's. */
public final class PythonStrings {
  private PythonStrings() {}

  /** White space as {@code str.strip} and {@code str.split} see it. */
  public static boolean isSpace(int c) {
    return switch (c) {
      case 0x09,
          0x0A,
          0x0B,
          0x0C,
          0x0D,
          0x1C,
          0x1D,
          0x1E,
          0x1F,
          0x20,
          0x85,
          0xA0,
          0x1680,
          0x2028,
          0x2029,
          0x202F,
          0x205F,
          0x3000 ->
          true;
      default -> c >= 0x2000 && c <= 0x200A;
    };
  }

  /** A line boundary as {@code str.splitlines} sees it. */
  public static boolean isLineBreak(int c) {
    return switch (c) {
      case 0x0A, 0x0B, 0x0C, 0x0D, 0x1C, 0x1D, 0x1E, 0x85, 0x2028, 0x2029 -> true;
      default -> false;
    };
  }

  public static String strip(String text) {
    int start = 0;
    int end = text.length();
    while (start < end && isSpace(text.charAt(start))) {
      start++;
    }
    while (end > start && isSpace(text.charAt(end - 1))) {
      end--;
    }
    return text.substring(start, end);
  }

  /** A code in lower-case hexadecimal digits, as escapes show it. */
  public static String hex(int code, int digits) {
    return HexFormat.of().toHexDigits(code, digits);
  }

  /** Whether {@code repr} shows a code point as it is. */
  public static boolean isPrintable(int c) {
    if (c == ' ') {
      return true;
    }
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SPACE_SEPARATOR ->
          false;
      default -> true;
    };
  }
}
