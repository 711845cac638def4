package io.perilune.toolcall.kimi;

import io.perilune.toolcall.parse.CallBody;
import io.perilune.toolcall.parse.CallOpening;
import io.perilune.toolcall.parse.PlainForm;
import io.perilune.toolcall.parse.TextTail;
import java.util.Optional;

/**
 * Calls written without markers: {@code functions.NAME:N} and an object. Only tools that are
 * offered count, and only where no identifier goes before.
 */
final class SimpleForm implements PlainForm {
  private final KimiHeaders names;

  SimpleForm(KimiHeaders names) {
    this.names = names;
  }

  @Override
  public String decisiveCharacters() {
    return "{";
  }

  @Override
  public String firstCharacters() {
    return "f";
  }

  @Override
  public Optional<Start> find(TextTail text, char c) {
    int end = text.end();
    int earliest = Math.max(0, end - KimiHeaders.INDEX_DIGITS_MAX);
    int digits = end;
    while (digits > earliest && KimiHeaders.isDigit(text.charAt(digits - 1))) {
      digits--;
    }
    if (c != '{' || digits == end || !text.isAt(digits - 1, ":")) {
      return Optional.empty();
    }
    for (String name : names.all()) {
      int nameAt = digits - 1 - name.length();
      int from = nameAt - KimiHeaders.PREFIX.length();
      if (text.isAt(nameAt, name) && text.isAt(from, KimiHeaders.PREFIX) && text.isBoundary(from)) {
        return Optional.of(new Start(from, opening(text.substring(from, end), name)));
      }
    }
    return Optional.empty();
  }

  @Override
  public int beginsAt(TextTail text, int place) {
    return text.charAt(place) == 'f' && text.isBoundary(place) && mayBecomeCall(text, place)
        ? place
        : NONE;
  }

  @Override
  public int startCharsMax() {
    return names.headerCharsMax();
  }

  private static CallOpening opening(String header, String name) {
    return c -> new CallOpening.Begins(header, name, CallBody.json(), String.valueOf(c), false);
  }

  private boolean mayBecomeCall(TextTail text, int from) {
    boolean blanks = text.end() < text.length();
    if (!text.isAt(from, KimiHeaders.PREFIX)) {
      return !blanks && text.isBeginningOf(from, KimiHeaders.PREFIX);
    }
    int nameAt = from + KimiHeaders.PREFIX.length();
    for (String name : names.all()) {
      int colon = nameAt + name.length();
      if (colon >= text.end()
          ? !blanks && text.isBeginningOf(nameAt, name)
          : text.isAt(nameAt, name) && isIndex(text, colon, blanks)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isIndex(TextTail text, int colon, boolean complete) {
    int count = text.end() - colon - 1;
    if (text.charAt(colon) != ':'
        || count > KimiHeaders.INDEX_DIGITS_MAX
        || complete && count == 0) {
      return false;
    }
    for (int i = colon + 1; i < text.end(); i++) {
      if (!KimiHeaders.isDigit(text.charAt(i))) {
        return false;
      }
    }
    return true;
  }
}
