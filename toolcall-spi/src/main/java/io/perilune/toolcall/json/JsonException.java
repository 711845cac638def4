package io.perilune.toolcall.json;

/** A text that is not JSON or exceeds {@link JsonLimits}. The message names the place. */
public final class JsonException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Index of the offending character in the text. */
  private final int offset;

  /**
   * Creates an exception.
   *
   * @param problem what is wrong, as a sentence without a full stop
   * @param offset index of the offending character, counted from 0; the length of the text where it
   *     ends too early
   */
  public JsonException(String problem, int offset) {
    super(problem + " (at character " + offset + ").");
    this.offset = offset;
  }

  /** Index of the offending character, counted from 0. */
  public int offset() {
    return offset;
  }
}
