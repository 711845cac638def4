package io.perilune.server.answer;

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
}
