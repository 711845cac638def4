package io.perilune.toolcall.kimi;

import java.util.List;
import java.util.Optional;

/**
 * Recognises calls that the model writes as plain text, by the end of the text before them: simple
 * ({@code functions.NAME:N} and an object), XML ({@code <invoke name="NAME">}) and Hermes ({@code
 * <tool_call>} and an object). Only tools that are offered count.
 */
final class PlainCalls {
  private static final String HERMES_TAG = "<tool_call>";
  private static final List<String> WRAPPERS =
      List.of(HERMES_TAG, "<tool_calls>", "<function_calls>");

  /** How a call is written. */
  enum Form {
    SIMPLE,
    XML,
    HERMES
  }

  /**
   * The beginning of a call.
   *
   * @param from where in the text it begins; the text before is none of its
   * @param header the canonical header of a simple call, otherwise an empty string
   * @param name the tool; empty for a Hermes call, which names it inside
   */
  record Start(Form form, int from, String header, String name) {}

  private final ToolNames names;
  private final List<String> invokeTags;
  private final int startCharsMax;

  PlainCalls(ToolNames names) {
    this.names = names;
    this.invokeTags = names.all().stream().map(name -> "<invoke name=\"" + name + "\">").toList();
    int longestTag = invokeTags.stream().mapToInt(String::length).max().orElse(0);
    startCharsMax = Math.max(names.headerCharsMax(), longestTag);
  }

  /**
   * The call that begins with a character.
   *
   * @param text the text before the character
   * @param earliest where a call may begin at the earliest
   * @param end the text's length without blanks at its end
   * @param c the character
   * @param before the character before the text, 0 if there is none
   */
  Optional<Start> find(StringBuilder text, int earliest, int end, char c, char before) {
    Optional<Start> start =
        switch (c) {
          case '{' -> simple(text, end, before).or(() -> hermes(text, end));
          case '>' -> xml(text, earliest);
          default -> Optional.empty();
        };
    return start.filter(found -> found.from() >= earliest);
  }

  /**
   * Where the first possible beginning of a call starts, if the text goes on; {@code end} if there
   * is none.
   */
  int holdFrom(StringBuilder text, int earliest, int end, char before) {
    for (int i = Math.max(earliest, end - startCharsMax); i < end; i++) {
      char c = text.charAt(i);
      if (c == 'f' && isBoundary(text, i, before) && mayBecomeSimple(text, i, end)) {
        return i;
      }
      if (c == '<' && mayBecomeTag(text, i, end)) {
        return wrapperBefore(text, earliest, i);
      }
    }
    return end;
  }

  private Optional<Start> simple(StringBuilder text, int end, char before) {
    int digits = end;
    while (digits > 0 && ToolNames.isDigit(text.charAt(digits - 1))) {
      digits--;
    }
    int colon = digits - 1;
    int count = end - digits;
    if (count == 0
        || count > ToolNames.INDEX_DIGITS_MAX
        || colon < 0
        || text.charAt(colon) != ':') {
      return Optional.empty();
    }
    for (String name : names.all()) {
      int nameAt = colon - name.length();
      int from = nameAt - ToolNames.PREFIX.length();
      if (isAt(text, nameAt, name)
          && isAt(text, from, ToolNames.PREFIX)
          && isBoundary(text, from, before)) {
        return Optional.of(new Start(Form.SIMPLE, from, text.substring(from, end), name));
      }
    }
    return Optional.empty();
  }

  private static Optional<Start> hermes(StringBuilder text, int end) {
    int from = end - HERMES_TAG.length();
    return isAt(text, from, HERMES_TAG)
        ? Optional.of(new Start(Form.HERMES, from, "", ""))
        : Optional.empty();
  }

  private Optional<Start> xml(StringBuilder text, int earliest) {
    for (int i = 0; i < invokeTags.size(); i++) {
      String tag = invokeTags.get(i);
      int from = text.length() + 1 - tag.length();
      if (from >= 0 && isBeginningOf(text, from, tag)) {
        int start = wrapperBefore(text, earliest, from);
        return Optional.of(new Start(Form.XML, start, "", names.all().get(i)));
      }
    }
    return Optional.empty();
  }

  /** The beginning of the wrapper tag directly before this place, or the place itself. */
  private static int wrapperBefore(StringBuilder text, int earliest, int place) {
    int end = place;
    while (end > 0 && Character.isWhitespace(text.charAt(end - 1))) {
      end--;
    }
    for (String wrapper : WRAPPERS) {
      int start = end - wrapper.length();
      if (start >= earliest && isAt(text, start, wrapper)) {
        return start;
      }
    }
    return place;
  }

  private boolean mayBecomeSimple(StringBuilder text, int from, int end) {
    boolean blanks = end < text.length();
    if (!isAt(text, from, ToolNames.PREFIX)) {
      return !blanks && isBeginningOf(text, from, ToolNames.PREFIX);
    }
    int nameAt = from + ToolNames.PREFIX.length();
    for (String name : names.all()) {
      int colon = nameAt + name.length();
      if (colon >= end
          ? !blanks && isBeginningOf(text, nameAt, name)
          : isAt(text, nameAt, name) && isIndex(text, colon, end, blanks)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isIndex(StringBuilder text, int colon, int end, boolean complete) {
    int count = end - colon - 1;
    if (text.charAt(colon) != ':' || count > ToolNames.INDEX_DIGITS_MAX || complete && count == 0) {
      return false;
    }
    for (int i = colon + 1; i < end; i++) {
      if (!ToolNames.isDigit(text.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  private boolean mayBecomeTag(StringBuilder text, int from, int end) {
    for (String wrapper : WRAPPERS) {
      boolean whole = from + wrapper.length() == end && isAt(text, from, wrapper);
      if (whole || isBeginningOf(text, from, wrapper)) {
        return true;
      }
    }
    for (String tag : invokeTags) {
      if (isBeginningOf(text, from, tag)) {
        return true;
      }
    }
    return false;
  }

  /** Whether a simple call may begin here: not in the middle of an identifier. */
  private static boolean isBoundary(StringBuilder text, int place, char before) {
    char c = place > 0 ? text.charAt(place - 1) : before;
    return !Character.isLetterOrDigit(c) && c != '_' && c != '$';
  }

  private static boolean isAt(StringBuilder text, int place, String part) {
    if (place < 0 || place + part.length() > text.length()) {
      return false;
    }
    for (int i = 0; i < part.length(); i++) {
      if (text.charAt(place + i) != part.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /** Whether all text from this place on is a beginning of the whole. */
  private static boolean isBeginningOf(StringBuilder text, int place, String whole) {
    int length = text.length() - place;
    if (length > whole.length()) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      if (text.charAt(place + i) != whole.charAt(i)) {
        return false;
      }
    }
    return true;
  }
}
