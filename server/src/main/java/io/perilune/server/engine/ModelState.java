package io.perilune.server.engine;

import io.perilune.server.chat.ServedModel;

/** How far the model is. */
public sealed interface ModelState {
  /**
   * Not ready yet.
   *
   * @param progress from 0 to 1
   */
  record Loading(double progress) implements ModelState {}

  /** Ready to answer. */
  record Ready(ServedModel model) implements ModelState {}

  /** The server stops: answers that are being made go on for a while, no more are begun. */
  record Stopping(ServedModel model) implements ModelState {}

  /**
   * Cannot answer, perhaps until it has been loaded again.
   *
   * @param problem a sentence for the operator
   */
  record Failed(String problem) implements ModelState {}
}
