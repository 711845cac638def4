package io.perilune.server.answer;

import io.perilune.server.chat.Completion;
import io.perilune.server.sse.StreamFormat;
import io.perilune.toolcall.ChatMessage;

/** How an API words the answer to one request. */
public interface AnswerForm {
  /**
   * The body of an answer that is not streamed, to be written as JSON.
   *
   * @param message the whole answer
   * @param completion how it ended
   */
  Object whole(ChatMessage message, Completion completion);

  /** An encoder for an answer that is streamed. */
  StreamEncoder streamed(JsonEvents events);

  /** How a stream is written. */
  default StreamFormat streamFormat() {
    return StreamFormat.SERVER_SENT_EVENTS;
  }
}
