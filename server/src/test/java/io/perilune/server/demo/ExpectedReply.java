package io.perilune.server.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * What a good assistant replies.
 *
 * @param accepted the lists of calls that are equally right; one empty list for an answer in words
 * @param answerContains texts that an answer in words has to contain
 * @param afterResult whether the reply follows the result of a tool
 */
record ExpectedReply(List<List<Call>> accepted, List<String> answerContains, boolean afterResult) {
  /** A call with its arguments as a JSON object. */
  record Call(String name, JsonNode arguments) {}

  boolean wantsCalls() {
    return !accepted.getFirst().isEmpty();
  }
}
