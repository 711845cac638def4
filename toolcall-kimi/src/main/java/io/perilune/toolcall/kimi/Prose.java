package io.perilune.toolcall.kimi;

import java.util.Optional;

/**
 * Text outside calls that has not been passed on yet. Knows what at its end may turn out to be the
 * header or the beginning of a call, and therefore has to wait.
 */
final class Prose {
  private final StringBuilder text = new StringBuilder();
  private final ToolNames names;
  private final PlainCalls plainCalls;
  private final CodeSpans code = new CodeSpans();

  /** Where the blanks at the end begin; the length of the text if there are none. */
  private int blanksAt;

  /** Where the last word begins; negative if its beginning has been passed on. */
  private int wordAt;

  /** Up to where the text is code or before it: no plain-text call begins there. */
  private int codeUntil;

  private char passedOn;

  /**
   * Empty text.
   *
   * @param plainCalls the plain-text forms of calls to look for, or {@code null} for none
   */
  Prose(ToolNames names, PlainCalls plainCalls) {
    this.names = names;
    this.plainCalls = plainCalls;
  }

  void append(char c) {
    if (!Character.isWhitespace(c)) {
      if (blanksAt < text.length()) {
        wordAt = text.length();
      }
      blanksAt = text.length() + 1;
    }
    code.accept(c);
    text.append(c);
    if (code.inCode()) {
      codeUntil = text.length();
    }
  }

  /** Whether all of the text is one word. */
  boolean isOneWord() {
    return lastWord().isPresent() && text.substring(0, wordAt).isBlank();
  }

  /** The last word, if all of it is still here. */
  Optional<String> lastWord() {
    return wordAt < 0 || wordAt >= blanksAt
        ? Optional.empty()
        : Optional.of(text.substring(wordAt, blanksAt));
  }

  /** Removes the last word, which has become a header. */
  void removeLastWord() {
    cutAt(wordAt);
  }

  /** The plain-text call that begins with this character, which is not appended yet. */
  Optional<PlainCalls.Start> callStart(char c) {
    return plainCalls == null || code.inCode()
        ? Optional.empty()
        : plainCalls.find(text, codeUntil, blanksAt, c, passedOn);
  }

  /** Removes everything from here on, since it belongs to a call. */
  void cutAt(int start) {
    text.setLength(start);
    blanksAt = withoutBlanksBefore(start);
    wordAt = start;
    codeUntil = Math.min(codeUntil, start);
  }

  /** Takes all that need not wait. */
  String takeReady() {
    return take(holdFrom());
  }

  /** Takes everything but blanks at the end, which stay. */
  String takeWords() {
    return take(blanksAt);
  }

  /** Takes everything but blanks at the end, which are dropped; what follows begins anew. */
  String takeStripped() {
    String all = text.substring(0, blanksAt);
    text.setLength(0);
    blanksAt = 0;
    wordAt = 0;
    codeUntil = 0;
    passedOn = 0;
    return all;
  }

  /** Takes everything. */
  String takeAll() {
    return take(text.length());
  }

  private String take(int count) {
    if (count == 0) {
      return "";
    }
    String taken = text.substring(0, count);
    passedOn = taken.charAt(count - 1);
    text.delete(0, count);
    blanksAt = Math.max(0, blanksAt - count);
    wordAt = Math.max(-1, wordAt - count);
    codeUntil = Math.max(0, codeUntil - count);
    return taken;
  }

  private int holdFrom() {
    int hold = blanksAt;
    if (wordAt >= 0 && wordAt < blanksAt) {
      String word = text.substring(wordAt, blanksAt);
      boolean header =
          blanksAt < text.length() ? names.strict(word).isPresent() : names.mayBecomeStrict(word);
      if (header) {
        hold = wordAt;
      } else {
        wordAt = -1;
      }
    }
    if (plainCalls != null && !code.inCode()) {
      hold = Math.min(hold, plainCalls.holdFrom(text, codeUntil, blanksAt, passedOn));
    }
    return withoutBlanksBefore(hold);
  }

  private int withoutBlanksBefore(int place) {
    int end = place;
    while (end > 0 && Character.isWhitespace(text.charAt(end - 1))) {
      end--;
    }
    return end;
  }
}
