package io.perilune.toolcall.parse;

/**
 * Follows the backticks of Markdown text: inside a fence (three or more) or inline code, nothing is
 * a call. Inline code ends at the latest with its line, so that a stray backtick hides little.
 */
final class CodeSpans {
  private static final int FENCE_LENGTH_MIN = 3;

  /** Length of the run of backticks that opened the code; 0 outside. */
  private int opener;

  private int run;

  void accept(char c) {
    if (c == '`') {
      run++;
      return;
    }
    endRun();
    if (c == '\n' && opener < FENCE_LENGTH_MIN) {
      opener = 0;
    }
  }

  /** A fence has been opened by what is no text. */
  void enterFence() {
    opener = FENCE_LENGTH_MIN;
    run = 0;
  }

  /** Whether the next character, if it is no backtick, is inside code. */
  boolean inCode() {
    return run == 0 ? opener > 0 : openerAfterRun() > 0;
  }

  private void endRun() {
    if (run > 0) {
      opener = openerAfterRun();
      run = 0;
    }
  }

  private int openerAfterRun() {
    if (opener == 0) {
      return run;
    }
    boolean closes = opener < FENCE_LENGTH_MIN ? run == opener : run >= opener;
    return closes ? 0 : opener;
  }
}
