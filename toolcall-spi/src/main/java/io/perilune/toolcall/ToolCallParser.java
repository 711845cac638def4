package io.perilune.toolcall;

/**
 * Turns what a model generates into the parts of an assistant message, piece by piece. Total: it
 * never throws for any input, whatever the way the text is cut into pieces. Not thread-safe; one
 * parser per generation.
 */
public interface ToolCallParser {
  /**
   * Takes the next piece.
   *
   * @param text the piece's text
   * @param control whether the piece is one control token of the vocabulary; {@code text} is then
   *     its name. Think tags that the vocabulary has as single tokens count, whatever it calls them
   */
  void accept(String text, boolean control, ToolCallSink sink);

  /**
   * Ends the message: flushes what was held back.
   *
   * @return how the message ended
   */
  FinishReason end(EndCause cause, ToolCallSink sink);
}
