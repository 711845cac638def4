package io.perilune.template.jinja.builtin;

import java.util.Map;

/** The character references of HTML that occur in practice. */
final class Entities {
  private static final int MAX_LENGTH = 10;

  private static final Map<String, String> NAMES =
      Map.of(
          "lt", "<",
          "gt", ">",
          "amp", "&",
          "quot", "\"",
          "apos", "'",
          "nbsp", "\u00a0");

  private Entities() {}

  static String resolve(String text) {
    StringBuilder result = new StringBuilder(text.length());
    int from = 0;
    for (int at = text.indexOf('&'); at >= 0; at = text.indexOf('&', at + 1)) {
      int end = text.indexOf(';', at, Math.min(text.length(), at + MAX_LENGTH + 1));
      String character = end < 0 ? null : character(text.substring(at + 1, end));
      if (character != null) {
        result.append(text, from, at).append(character);
        from = end + 1;
        at = end;
      }
    }
    return result.append(text, from, text.length()).toString();
  }

  private static String character(String reference) {
    if (!reference.startsWith("#")) {
      return NAMES.get(reference);
    }
    boolean hex = reference.startsWith("#x") || reference.startsWith("#X");
    String digits = reference.substring(hex ? 2 : 1);
    int radix = hex ? 16 : 10;
    boolean valid =
        !digits.isEmpty() && digits.chars().allMatch(c -> Character.digit(c, radix) >= 0);
    long codePoint = valid ? Long.parseLong(digits, radix) : 0;
    return Character.isDefined((int) Math.min(codePoint, Character.MAX_CODE_POINT)) && codePoint > 0
        ? Character.toString((int) Math.min(codePoint, Character.MAX_CODE_POINT))
        : null;
  }
}
