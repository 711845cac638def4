package io.perilune.server.api.openai.responses;

/**
 * Takes the input out of the arguments of a custom tool's call, <code>{"input": "..."}</code>, as
 * they come. Arguments of another form are the input as they are. Never throws.
 */
final class CustomInput {
  /** What comes before the text, without white space. */
  private static final String OPENING = "{\"" + CustomTool.INPUT + "\":\"";

  /** White space may stand before the first two characters of the opening and the last two. */
  private static final int NAME_BEGINS = 2;

  private static final int NAME_ENDS = OPENING.length() - 2;
  private static final int UNICODE_DIGITS = 4;
  private static final int HEX = 16;
  private static final char REPLACEMENT = '\uFFFD';

  private enum State {
    OPENING,
    TEXT,
    ESCAPE,
    UNICODE,
    END,
    OTHER_FORM
  }

  private State state = State.OPENING;
  private int matched;
  private final StringBuilder arguments = new StringBuilder();
  private final StringBuilder digits = new StringBuilder();
  private final StringBuilder out = new StringBuilder();

  /** The first half of a surrogate pair whose second half has not come yet; 0 if there is none. */
  private char half;

  /** Takes more of the arguments and gives what they add to the input, which may be nothing. */
  String accept(String text) {
    for (int i = 0; i < text.length(); i++) {
      accept(text.charAt(i));
    }
    if (state == State.OPENING || state == State.OTHER_FORM) {
      arguments.append(text);
    }
    return taken();
  }

  /** Ends the arguments and gives what is still missing of the input. */
  String end() {
    switch (state) {
      case OTHER_FORM -> out.append(arguments);
      case ESCAPE -> emit('\\');
      case UNICODE -> emitBrokenEscape();
      case OPENING, TEXT, END -> {}
    }
    if (half != 0) {
      out.append(REPLACEMENT);
    }
    return taken();
  }

  private String taken() {
    String text = out.toString();
    out.setLength(0);
    return text;
  }

  private void accept(char c) {
    switch (state) {
      case OPENING -> open(c);
      case TEXT -> {
        switch (c) {
          case '"' -> state = State.END;
          case '\\' -> state = State.ESCAPE;
          default -> emit(c);
        }
      }
      case ESCAPE -> escape(c);
      case UNICODE -> unicode(c);
      case END, OTHER_FORM -> {}
    }
  }

  private void open(char c) {
    boolean blankAllowed = matched < NAME_BEGINS || matched >= NAME_ENDS;
    if (c == OPENING.charAt(matched)) {
      matched++;
      if (matched == OPENING.length()) {
        state = State.TEXT;
      }
    } else if (!(blankAllowed && Character.isWhitespace(c))) {
      state = State.OTHER_FORM;
    }
  }

  private void escape(char c) {
    state = State.TEXT;
    switch (c) {
      case 'n' -> emit('\n');
      case 't' -> emit('\t');
      case 'r' -> emit('\r');
      case 'b' -> emit('\b');
      case 'f' -> emit('\f');
      case '"', '\\', '/' -> emit(c);
      case 'u' -> state = State.UNICODE;
      default -> {
        emit('\\');
        emit(c);
      }
    }
  }

  private void unicode(char c) {
    if (Character.digit(c, HEX) < 0 || c > 'f') {
      emitBrokenEscape();
      state = State.TEXT;
      accept(c);
      return;
    }
    digits.append(c);
    if (digits.length() == UNICODE_DIGITS) {
      emit((char) Integer.parseInt(digits, 0, UNICODE_DIGITS, HEX));
      digits.setLength(0);
      state = State.TEXT;
    }
  }

  private void emitBrokenEscape() {
    emit('\\');
    emit('u');
    for (int i = 0; i < digits.length(); i++) {
      emit(digits.charAt(i));
    }
    digits.setLength(0);
  }

  private void emit(char c) {
    if (half != 0) {
      if (Character.isLowSurrogate(c)) {
        out.append(half).append(c);
        half = 0;
        return;
      }
      out.append(REPLACEMENT);
      half = 0;
    }
    if (Character.isHighSurrogate(c)) {
      half = c;
    } else {
      out.append(Character.isLowSurrogate(c) ? REPLACEMENT : c);
    }
  }
}
