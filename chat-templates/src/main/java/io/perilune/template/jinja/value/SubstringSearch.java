package io.perilune.template.jinja.value;

/**
 * Looks for a part of texts, in time linear to the length of the text whatever the two hold: by the
 * algorithm of Knuth, Morris and Pratt.
 */
public final class SubstringSearch {
  /**
   * Up to this length the platform's plain search is faster and compares each character of the text
   * only so many times.
   */
  private static final int PLAIN_LENGTH = 16;

  private final String part;
  private int[] borders;
  private int[] bordersFromRight;

  /**
   * @param part what to look for, not empty
   */
  public SubstringSearch(String part) {
    this.part = part;
  }

  /** The first index from {@code from} on at which the part is and ends by {@code to}, or -1. */
  public int first(String text, int from, int to) {
    if (part.length() <= PLAIN_LENGTH) {
      return text.indexOf(part, from, to);
    }
    if (borders == null) {
      borders = borders(false);
    }
    int matched = 0;
    for (int i = from; i < to; i++) {
      matched = advance(matched, text.charAt(i), borders, false);
      if (matched == part.length()) {
        return i + 1 - matched;
      }
    }
    return -1;
  }

  /** The last index from {@code from} on at which the part is and ends by {@code to}, or -1. */
  public int last(String text, int from, int to) {
    if (part.length() <= PLAIN_LENGTH) {
      int at = text.lastIndexOf(part, to - part.length());
      return at < from ? -1 : at;
    }
    if (bordersFromRight == null) {
      bordersFromRight = borders(true);
    }
    int matched = 0;
    for (int i = to - 1; i >= from; i--) {
      matched = advance(matched, text.charAt(i), bordersFromRight, true);
      if (matched == part.length()) {
        return i;
      }
    }
    return -1;
  }

  /** How much of the part is matched with one more character. */
  private int advance(int matched, char c, int[] table, boolean fromRight) {
    int length = matched;
    while (length > 0 && charAt(length, fromRight) != c) {
      length = table[length - 1];
    }
    return charAt(length, fromRight) == c ? length + 1 : length;
  }

  /** For each beginning of the part, the length of its longest proper border. */
  private int[] borders(boolean fromRight) {
    int[] table = new int[part.length()];
    for (int i = 1; i < table.length; i++) {
      table[i] = advance(table[i - 1], charAt(i, fromRight), table, fromRight);
    }
    return table;
  }

  private char charAt(int index, boolean fromRight) {
    return part.charAt(fromRight ? part.length() - 1 - index : index);
  }
}
