package io.perilune.toolcall.parse;

/** Reads the arguments of one call, in whatever form, and gives them as JSON text. */
public interface CallBody {
  /**
   * Arguments that are a JSON object, passed on as they come and mended; or something else, passed
   * on as it is when it is complete.
   */
  static CallBody json() {
    return new ArgumentsReader();
  }

  /** Takes the next character; not called once the arguments are {@link #complete}. */
  void accept(char c);

  /** Whether the next character is inside a JSON string, where markers are data. */
  default boolean inString() {
    return false;
  }

  /** Whether the open string, if there is one, is all of the arguments. */
  default boolean isWholeString() {
    return false;
  }

  /**
   * Whether the next character is inside a value that is not quoted, where markers that ordinary
   * text may spell are data.
   */
  default boolean inVerbatim() {
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
