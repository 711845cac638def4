package io.perilune.server.answer;

import io.perilune.server.sse.StreamFormat;
import java.util.List;

/** How an API words one or several answers to one request. */
public interface ChoicesForm {
  /**
   * The body of answers that are not streamed, to be written as JSON.
   *
   * @param answers by their index
   */
  Object whole(List<WholeAnswer> answers);

  /** An encoder for answers that are streamed. */
  ChoicesEncoder streamed(JsonEvents events);

  /** How a stream is written. */
  default StreamFormat streamFormat() {
    return StreamFormat.SERVER_SENT_EVENTS;
  }
}
