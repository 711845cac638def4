package io.perilune.toolcall.kimi;

/** Reads the arguments of one call, in whatever form, and gives them as JSON text. */
interface CallBody {
  void accept(char c);

  /** Whether the next character is inside a JSON string, where markers are data. */
  default boolean inString() {
    return false;
  }

  /** Whether the open string is all of the arguments. */
  default boolean isWholeString() {
    return false;
  }

  /** Whether the arguments have ended by themselves. */
  boolean complete();

  /**
   * Ends the arguments.
   *
   * @param cut whether the output was cut off; otherwise the model ended it
   */
  void end(boolean cut);

  /** What can be passed on of the arguments' JSON text since the last time. */
  String readMore();
}
