package io.perilune.toolcall.parse;

/**
 * The end of the text before a possible call: what has not been passed on yet. Places in it count
 * from 0. Valid only during the call that it is given to.
 */
public final class TextTail {
  private final StringBuilder text;
  private int earliest;
  private int end;
  private char before;

  TextTail(StringBuilder text) {
    this.text = text;
  }

  /** Brings what is known of the text up to date. */
  TextTail at(int newEarliest, int newEnd, char newBefore) {
    earliest = newEarliest;
    end = newEnd;
    before = newBefore;
    return this;
  }

  /** Where a call may begin at the earliest: behind code. */
  public int earliest() {
    return earliest;
  }

  /** The length of the text without blanks at its end. */
  public int end() {
    return end;
  }

  /** The length of the text. */
  public int length() {
    return text.length();
  }

  /** The character at a place. */
  public char charAt(int place) {
    return text.charAt(place);
  }

  /** The text between two places. */
  public String substring(int from, int to) {
    return text.substring(from, to);
  }

  /** Whether this part stands at a place; false for places outside the text. */
  public boolean isAt(int place, String part) {
    return place >= 0
        && text.length() - place >= part.length()
        && agrees(place, part, part.length());
  }

  /** Whether all text from a place on is a beginning of the whole. */
  public boolean isBeginningOf(int place, String whole) {
    int length = text.length() - place;
    return length <= whole.length() && agrees(place, whole, length);
  }

  /** Whether no letter, digit, {@code _} or {@code $} stands directly before a place. */
  public boolean isBoundary(int place) {
    char c = place > 0 ? text.charAt(place - 1) : before;
    return !Character.isLetterOrDigit(c) && c != '_' && c != '$';
  }

  /** The end of the text before a place without blanks at its end. */
  public int withoutBlanksBefore(int place) {
    int last = place;
    while (last > 0 && Character.isWhitespace(text.charAt(last - 1))) {
      last--;
    }
    return last;
  }

  private boolean agrees(int place, String part, int length) {
    for (int i = 0; i < length; i++) {
      if (text.charAt(place + i) != part.charAt(i)) {
        return false;
      }
    }
    return true;
  }
}
