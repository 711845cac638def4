package io.perilune.server.answer;

import io.perilune.server.chat.Completion;
import io.perilune.server.error.ApiException;
import io.perilune.toolcall.ToolCallSink;

/**
 * Words an answer as events of a stream, each as soon as there is something to say. First {@link
 * #begin}, then the parts, then one of {@link #end} and {@link #fail}. All of them may throw what
 * {@link JsonEvents} throws.
 */
public interface StreamEncoder extends ToolCallSink {
  /** Opens the answer. */
  void begin();

  /**
   * Sends an event that says nothing. Clients measure silence by events: comments of the
   * event-stream protocol do not count for some of them.
   */
  void breakSilence();

  /** Ends the answer. */
  void end(Completion completion);

  /** Says an error in place of the rest of the answer. */
  void fail(ApiException error);
}
