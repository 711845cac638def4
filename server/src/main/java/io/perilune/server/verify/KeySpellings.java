package io.perilune.server.verify;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Finds a key in texts from outside, each of its characters as it is or escaped as in JSON strings,
 * URLs or HTML, also several times over.
 */
final class KeySpellings {
  private static final String REDACTED = "[key]";

  /** Backslashes before a character that was escaped three times. */
  private static final int BACKSLASHES_MAX = 7;

  /** How often the percent sign itself may have been escaped. */
  private static final int PERCENT_ESCAPES_MAX = 3;

  private static final String PERCENT_AGAIN = "25";
  private static final int ENTITY_DIGITS_MAX = 8;

  private static final Map<Character, String> NAMED_ENTITIES =
      Map.of('&', "&amp;", '<', "&lt;", '>', "&gt;", '"', "&quot;", '\'', "&apos;");

  private final String key;

  /** The spellings of a key of printable ASCII characters, at least one. */
  KeySpellings(String key) {
    this.key = key;
  }

  /** The text with {@value #REDACTED} in place of the key. */
  String redact(String text) {
    StringBuilder out = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); ) {
      int end = end(text, i);
      if (end < 0) {
        out.append(text.charAt(i++));
      } else {
        out.append(REDACTED);
        i = end;
      }
    }
    return out.toString();
  }

  /** Where the longest spelling that begins at {@code start} ends, or -1. */
  private int end(String text, int start) {
    TreeSet<Integer> reached = new TreeSet<>(Set.of(start));
    for (int k = 0; k < key.length() && !reached.isEmpty(); k++) {
      TreeSet<Integer> next = new TreeSet<>();
      for (int position : reached) {
        backslashed(text, position, key.charAt(k), next);
        percentEncoded(text, position, key.charAt(k), next);
        entity(text, position, key.charAt(k), next);
      }
      reached = next;
    }
    return reached.isEmpty() ? -1 : reached.last();
  }

  private static void backslashed(String text, int from, char c, Set<Integer> ends) {
    for (int i = from; i < text.length() && i - from <= BACKSLASHES_MAX; i++) {
      if (text.charAt(i) == c) {
        ends.add(i + 1);
      }
      if (i > from && text.startsWith("u00", i) && hex(text, i + 3) == c) {
        ends.add(i + 5);
      }
      if (text.charAt(i) != '\\') {
        return;
      }
    }
  }

  private static void percentEncoded(String text, int from, char c, Set<Integer> ends) {
    if (!text.startsWith("%", from)) {
      return;
    }
    int i = from + 1;
    for (int again = 0; again <= PERCENT_ESCAPES_MAX; again++) {
      if (hex(text, i) == c) {
        ends.add(i + 2);
      }
      if (!text.startsWith(PERCENT_AGAIN, i)) {
        return;
      }
      i += PERCENT_AGAIN.length();
    }
  }

  private static void entity(String text, int from, char c, Set<Integer> ends) {
    String name = NAMED_ENTITIES.get(c);
    if (name != null && text.startsWith(name, from)) {
      ends.add(from + name.length());
    }
    if (!text.startsWith("&#", from)) {
      return;
    }
    boolean hexadecimal = text.regionMatches(true, from + 2, "x", 0, 1);
    int radix = hexadecimal ? 16 : 10;
    long value = 0;
    int first = from + (hexadecimal ? 3 : 2);
    for (int i = first; i < text.length() && i - first <= ENTITY_DIGITS_MAX; i++) {
      int digit = Character.digit(text.charAt(i), radix);
      if (digit < 0) {
        if (text.charAt(i) == ';' && i > first && value == c) {
          ends.add(i + 1);
        }
        return;
      }
      value = value * radix + digit;
    }
  }

  /** The value of two hexadecimal digits, or -1. */
  private static int hex(String text, int at) {
    if (at + 2 > text.length()) {
      return -1;
    }
    int high = Character.digit(text.charAt(at), 16);
    int low = Character.digit(text.charAt(at + 1), 16);
    return high < 0 || low < 0 ? -1 : high * 16 + low;
  }
}
