package io.perilune.gguf;

/**
 * Words the errors of one file: its name, the place, what is wrong and what to do. Text that comes
 * from the file is shown with its control characters escaped.
 */
record FormatErrors(String file) {
  private static final String REMEDY_DAMAGED =
      " The file is damaged or was written by a faulty program: download or convert it again.";
  private static final String REMEDY_TRUNCATED =
      " The file is truncated: compare its size with the original's and download it again.";

  /** An error whose message ends with its own advice. */
  GgufFormatException plain(String subject, long offset, String problem) {
    return new GgufFormatException(
        shown(file) + ": " + subject + " at byte " + offset + " " + problem);
  }

  /** An error about something that is not in the file. */
  GgufFormatException nowhere(String subject, String problem) {
    return new GgufFormatException(shown(file) + ": " + subject + " " + problem);
  }

  /** An error that a new download or conversion of the file should cure. */
  GgufFormatException damaged(String subject, long offset, String problem) {
    return plain(subject, offset, problem + "." + REMEDY_DAMAGED);
  }

  GgufFormatException truncated(String subject, long offset, String problem, long fileBytes) {
    return plain(
        subject,
        offset,
        problem + ", past the end of the file (" + fileBytes + " bytes)." + REMEDY_TRUNCATED);
  }

  static String key(String key) {
    return "key '" + shown(key) + "'";
  }

  static String tensor(String name) {
    return "tensor '" + shown(name) + "'";
  }

  /** Text as a message may show it: without control and format characters, and not too long. */
  static String shown(String text) {
    StringBuilder shown = new StringBuilder();
    text.codePoints()
        .limit(GgufLimits.SHOWN_CHARACTERS_MAX)
        .forEach(
            c -> {
              if (isInvisible(c)) {
                shown.append(String.format("\\u%04x", c));
              } else {
                shown.appendCodePoint(c);
              }
            });
    boolean cut = text.codePointCount(0, text.length()) > GgufLimits.SHOWN_CHARACTERS_MAX;
    return cut ? shown.append("...").toString() : shown.toString();
  }

  /** Whether a text has characters that could steer a terminal or break a line of a log. */
  static boolean hasInvisible(String text) {
    return text.codePoints().anyMatch(FormatErrors::isInvisible);
  }

  private static boolean isInvisible(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          true;
      default -> false;
    };
  }
}
