package io.perilune.toolcall;

/**
 * Receives the parts of an assistant message in order: reasoning and content, then calls one after
 * the other. Texts are appended to what came before; nothing is ever taken back.
 */
public interface ToolCallSink {
  void reasoning(String text);

  void content(String text);

  /**
   * A call begins.
   *
   * @param index 0, 1, 2, … in order
   * @param id unique in the conversation
   * @param name the tool's name
   */
  void callStart(int index, String id, String name);

  /** More of the argument text of the call that began last. */
  void arguments(int index, String text);

  /** The arguments of this call are complete. */
  void callEnd(int index);
}
