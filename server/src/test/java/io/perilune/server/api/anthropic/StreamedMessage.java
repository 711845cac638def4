package io.perilune.server.api.anthropic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.perilune.server.api.StreamedEvent;
import java.util.List;
import java.util.Map;

/**
 * Puts the events of a stream together again as clients do, and checks on the way that they come in
 * the order that the API promises.
 */
final class StreamedMessage {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** The delta that may be added to each type of block, and the field that it adds to. */
  private static final Map<String, Map<String, String>> DELTAS =
      Map.of(
          "text", Map.of("text_delta", "text"),
          "thinking", Map.of("thinking_delta", "thinking", "signature_delta", "signature"),
          "tool_use", Map.of("input_json_delta", "partial_json"));

  private ObjectNode message;
  private ObjectNode block;
  private StringBuilder input;
  private boolean ended;
  private boolean stopped;

  private StreamedMessage() {}

  /** The message that a complete stream makes. */
  static JsonNode of(List<StreamedEvent> events) throws JsonProcessingException {
    StreamedMessage folded = new StreamedMessage();
    for (StreamedEvent event : events) {
      folded.add(event);
    }
    assertTrue(folded.stopped, "the stream has no end");
    return folded.message;
  }

  private void add(StreamedEvent event) throws JsonProcessingException {
    JsonNode data = event.data();
    assertEquals(event.name(), data.get("type").asText());
    assertFalse(stopped, "there is an event after message_stop");
    switch (event.name()) {
      case "ping" -> assertEquals(1, data.size());
      case "message_start" -> start(data.get("message"));
      case "content_block_start" -> startBlock(data);
      case "content_block_delta" -> addDelta(data);
      case "content_block_stop" -> stopBlock(data);
      case "message_delta" -> end(data);
      case "message_stop" -> {
        assertTrue(ended, "message_stop comes before message_delta");
        stopped = true;
      }
      default -> throw new AssertionError("unknown event " + event);
    }
  }

  private void start(JsonNode started) {
    assertNull(message, "the message starts twice");
    assertTrue(started.get("content").isEmpty());
    assertTrue(started.has("stop_reason") && started.get("stop_reason").isNull());
    assertTrue(started.get("usage").get("input_tokens").asInt() > 0);
    message = started.deepCopy();
  }

  private void startBlock(JsonNode data) {
    assertNull(block, "a block starts in a block");
    assertFalse(ended, "a block starts after message_delta");
    ArrayNode content = (ArrayNode) message.get("content");
    assertEquals(content.size(), data.get("index").asInt());
    block = data.get("content_block").deepCopy();
    content.add(block);
    input = new StringBuilder();
    switch (block.get("type").asText()) {
      case "text" -> assertEquals("", block.get("text").asText());
      case "thinking" -> assertEquals("", block.get("thinking").asText());
      case "tool_use" -> {
        assertTrue(block.get("input").isObject() && block.get("input").isEmpty());
        assertTrue(block.get("id").asText().matches("[a-zA-Z0-9_-]+"));
        assertFalse(block.get("name").asText().isEmpty());
      }
      default -> throw new AssertionError("unknown block " + block);
    }
  }

  private void addDelta(JsonNode data) {
    requireOpen(data);
    JsonNode delta = data.get("delta");
    String field = DELTAS.get(block.get("type").asText()).get(delta.get("type").asText());
    assertEquals(2, delta.size(), delta.toString());
    String text = delta.get(field).asText();
    assertFalse(text.isEmpty());
    if (field.equals("partial_json")) {
      input.append(text);
    } else {
      block.put(field, block.get(field).asText() + text);
    }
  }

  private void stopBlock(JsonNode data) throws JsonProcessingException {
    requireOpen(data);
    switch (block.get("type").asText()) {
      case "text" -> assertFalse(block.get("text").asText().isEmpty());
      case "thinking" -> assertFalse(block.get("signature").asText().isEmpty());
      default -> block.set("input", input());
    }
    block = null;
  }

  private JsonNode input() throws JsonProcessingException {
    try {
      return JSON.readTree(input.toString());
    } catch (JsonProcessingException e) {
      // As Claude Code does.
      ObjectNode raw = JSON.createObjectNode();
      raw.putObject("__unparsedToolInput").put("raw", input.toString()).put("len", input.length());
      return raw;
    }
  }

  private void requireOpen(JsonNode data) {
    assertTrue(block != null, "no block is open");
    assertEquals(message.get("content").size() - 1, data.get("index").asInt());
  }

  private void end(JsonNode data) {
    assertNull(block, "a block has no end");
    assertFalse(ended, "message_delta comes twice");
    JsonNode delta = data.get("delta");
    assertTrue(delta.get("stop_reason").isTextual());
    message.set("stop_reason", delta.get("stop_reason"));
    message.set("stop_sequence", delta.get("stop_sequence"));
    message.set("usage", data.get("usage"));
    ended = true;
  }
}
