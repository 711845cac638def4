package io.perilune.server.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** What the server replied: an answer in words, and calls with the arguments as text. */
record Reply(String content, List<Call> calls) {
  /** A call; {@code arguments} is missing where the text is no JSON. */
  record Call(String name, JsonNode arguments) {}
}
