package io.perilune.toolcall.parse;

import java.util.List;
import java.util.Optional;

/**
 * Text outside calls that has not been passed on yet. Knows what at its end may turn out to be the
 * header or the beginning of a call, and therefore has to wait.
 */
final class Prose {
  /** A longer word is no header. This bounds the work for outputs that are one endless word. */
  private static final int HEADER_CHARS_MAX = 1_024;

  /** So much of a call at the end of the output, and it is no text. */
  private static final int UNFINISHED_CHARS_MIN = 6;

  private final StringBuilder text = new StringBuilder();
  private final TextTail tail = new TextTail(text);
  private final CallHeaders headers;
  private final List<PlainForm> forms;

  /** The characters by which some form may see that a call begins. */
  private final CharacterSet decisive;

  /** Those with which some beginning of a call begins. */
  private final CharacterSet first;

  private final CodeSpans code = new CodeSpans();

  /** Where the blanks at the end begin; the length of the text if there are none. */
  private int blanksAt;

  /** Where the last word begins; negative if its beginning has been passed on. */
  private int wordAt;

  /** Whether nothing but blanks goes before the last word. */
  private boolean oneWord = true;

  /** Up to where the text is code or before it: no plain-text call begins there. */
  private int codeUntil;

  private char passedOn;

  /**
   * Empty text.
   *
   * @param forms the plain-text forms of calls to look for
   */
  Prose(CallHeaders headers, List<PlainForm> forms) {
    this.headers = headers;
    this.forms = forms;
    decisive = CharacterSet.of(forms, PlainForm::decisiveCharacters);
    first = CharacterSet.of(forms, PlainForm::firstCharacters);
  }

  void append(char c) {
    if (!Character.isWhitespace(c)) {
      if (blanksAt < text.length()) {
        wordAt = text.length();
        oneWord = blanksAt == 0;
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
    return oneWord && lastWord().isPresent();
  }

  /** The last word, if it is a header. */
  Optional<String> lastHeader() {
    return lastWord().filter(this::isHeader);
  }

  /** The last word, if all of it is still here and not too long to be a header. */
  Optional<String> lastWord() {
    return wordAt < 0 || wordAt >= blanksAt || blanksAt - wordAt > HEADER_CHARS_MAX
        ? Optional.empty()
        : Optional.of(text.substring(wordAt, blanksAt));
  }

  /** Removes the last word, which has become a header. */
  void removeLastWord() {
    cutAt(wordAt);
  }

  /** The plain-text call that begins with this character, which is not appended yet. */
  Optional<PlainForm.Start> callStart(char c) {
    if (decisive.contains(c) && !code.inCode()) {
      for (PlainForm form : forms) {
        Optional<PlainForm.Start> start = form.find(upToDateTail(), c);
        if (start.isPresent() && start.get().from() >= codeUntil) {
          return start;
        }
      }
    }
    return Optional.empty();
  }

  /** What follows is in a fence of Markdown, which a call has opened. */
  void enterFence() {
    code.enterFence();
  }

  /** Removes everything from here on, since it belongs to a call. */
  void cutAt(int start) {
    text.setLength(start);
    blanksAt = withoutBlanksBefore(start);
    wordAt = start;
    oneWord = blanksAt == 0;
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
    oneWord = true;
    codeUntil = 0;
    passedOn = 0;
    return all;
  }

  /** The output ends: removes what would have become a call. */
  void dropUnfinishedCall() {
    int from = code.inCode() ? blanksAt : firstBeginning();
    if (blanksAt - from >= UNFINISHED_CHARS_MIN) {
      cutAt(from);
    } else if (isOneWord() && headers.mayBecomeHeader(lastWord().orElseThrow())) {
      takeStripped();
    }
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
      boolean header =
          lastWord()
              .filter(
                  word -> blanksAt < text.length() ? isHeader(word) : headers.mayBecomeHeader(word))
              .isPresent();
      if (header) {
        hold = wordAt;
      } else {
        wordAt = -1;
      }
    }
    if (!code.inCode()) {
      hold = Math.min(hold, firstBeginning());
    }
    return withoutBlanksBefore(hold);
  }

  private int firstBeginning() {
    int first = blanksAt;
    for (PlainForm form : forms) {
      first = Math.min(first, firstBeginning(form));
    }
    return first;
  }

  /** Where the first possible beginning of a call is; the end of the words if there is none. */
  private int firstBeginning(PlainForm form) {
    for (int i = Math.max(codeUntil, blanksAt - form.startCharsMax()); i < blanksAt; i++) {
      int from = first.contains(text.charAt(i)) ? form.beginsAt(upToDateTail(), i) : PlainForm.NONE;
      if (from != PlainForm.NONE) {
        return from;
      }
    }
    return blanksAt;
  }

  private boolean isHeader(String word) {
    return headers.strict(word).isPresent() || headers.isKind(word);
  }

  private TextTail upToDateTail() {
    return tail.at(codeUntil, blanksAt, passedOn);
  }

  private int withoutBlanksBefore(int place) {
    int end = place;
    while (end > 0 && Character.isWhitespace(text.charAt(end - 1))) {
      end--;
    }
    return end;
  }
}
