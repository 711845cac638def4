package io.perilune.server.cli;

/** Text from files and other programs, as it may be shown on a terminal. */
final class TerminalText {
  private static final int CHARACTERS = 70;

  private TerminalText() {}

  /** Without what steers terminals, and not too long. */
  static String shown(String text) {
    String shown = visible(text, CHARACTERS);
    int length = text.codePointCount(0, text.length());
    return length > CHARACTERS ? shown + "... (" + length + " characters)" : shown;
  }

  /** The first characters, without what steers terminals. */
  static String visible(String text, int characters) {
    StringBuilder shown = new StringBuilder();
    text.codePoints()
        .limit(characters)
        .forEach(
            c -> {
              int type = Character.getType(c);
              boolean visible = type != Character.CONTROL && type != Character.FORMAT;
              if (visible && type != Character.SURROGATE) {
                shown.appendCodePoint(c);
              } else {
                shown.append(c == '\n' ? "\\n" : String.format("\\u%04x", c));
              }
            });
    return shown.toString();
  }

  /** As one word of a shell's command line. */
  static String quoted(String text) {
    boolean plain =
        !text.isEmpty()
            && text.chars().allMatch(c -> Character.isLetterOrDigit(c) || "-_./:".indexOf(c) >= 0);
    return plain ? text : "'" + text.replace("'", "'\\''") + "'";
  }
}
