package io.perilune.toolcall.parse;

import java.util.Optional;
import java.util.function.Predicate;

/**
 * Calls written as {@code <tool_call>{"name": "NAME", "arguments": {…}}</tool_call>}. The members
 * may come in any order, {@code parameters} may stand for {@code arguments}, and the arguments may
 * be encoded as a string; where the name comes first, they are passed on as they come.
 */
public final class HermesForm implements PlainForm {
  private static final String TAG = "<tool_call>";

  private final Predicate<String> isTool;

  /**
   * The form.
   *
   * @param isTool whether an object of this name is a call; otherwise it is text
   */
  public HermesForm(Predicate<String> isTool) {
    this.isTool = isTool;
  }

  @Override
  public String decisiveCharacters() {
    return "{";
  }

  @Override
  public String firstCharacters() {
    return "<";
  }

  @Override
  public Optional<Start> find(TextTail text, char c) {
    int from = text.end() - TAG.length();
    return c == '{' && text.isAt(from, TAG)
        ? Optional.of(new Start(from, new HermesReader(isTool)))
        : Optional.empty();
  }

  @Override
  public int beginsAt(TextTail text, int place) {
    boolean whole = place + TAG.length() == text.end() && text.isAt(place, TAG);
    return whole || text.isBeginningOf(place, TAG) ? place : NONE;
  }

  @Override
  public int startCharsMax() {
    return TAG.length();
  }
}
