package io.perilune.server.verify;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;

/** What came of a request. */
sealed interface Outcome {
  /** From the sending of the last attempt to the end of the answer. */
  Duration duration();

  /**
   * There is an answer.
   *
   * @param response a chat completion with at least one choice
   */
  record Answered(ObjectNode response, Duration duration) implements Outcome {}

  /** There is none. */
  record Failed(Failure failure, Duration duration) implements Outcome {}
}
