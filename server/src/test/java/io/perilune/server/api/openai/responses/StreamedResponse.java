package io.perilune.server.api.openai.responses;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.perilune.server.api.StreamedEvent;
import java.util.List;
import java.util.Map;

/**
 * Puts the events of a stream together again as clients do, and checks on the way that they come in
 * the order that the API promises and that each whole is the sum of its parts.
 */
final class StreamedResponse {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** The field of a call that its deltas add to. */
  private static final Map<String, String> CALL_TEXTS =
      Map.of("function_call", "arguments", "custom_tool_call", "input");

  private final ArrayNode output = JSON.createArrayNode();
  private String id;
  private JsonNode last;
  private long sequence;

  /** The item that has begun and has not ended, with all that was said of it. */
  private ObjectNode item;

  /** The part that has begun and has not ended. */
  private ObjectNode part;

  /** Whether the text of the open part or call is complete. */
  private boolean textDone;

  private StreamedResponse() {}

  /** The response at the end of a complete stream. */
  static JsonNode of(List<StreamedEvent> events) {
    StreamedResponse folded = new StreamedResponse();
    for (StreamedEvent event : events) {
      folded.add(event);
    }
    assertNotNull(folded.last, "the stream has no end");
    return folded.last;
  }

  private void add(StreamedEvent event) {
    JsonNode data = event.data();
    assertEquals(event.name(), data.get("type").asText());
    assertEquals(sequence++, data.get("sequence_number").asLong());
    assertNull(last, "there is an event after the end");
    switch (event.name()) {
      case "response.created" -> {
        assertEquals(1, sequence);
        id = data.at("/response/id").asText();
        state(data.get("response"), "in_progress");
      }
      case "response.in_progress" -> state(data.get("response"), "in_progress");
      case "response.output_item.added" -> addItem(data);
      case "response.content_part.added" -> addPart(data);
      case "response.output_text.delta", "response.reasoning_text.delta" ->
          addText(part, "text", data);
      case "response.output_text.done", "response.reasoning_text.done" ->
          endText(part, "text", data);
      case "response.content_part.done" -> endPart(data);
      case "response.function_call_arguments.delta", "response.custom_tool_call_input.delta" ->
          addText(item, callText(event), data);
      case "response.function_call_arguments.done", "response.custom_tool_call_input.done" ->
          endText(item, callText(event), data);
      case "response.output_item.done" -> endItem(data);
      case "response.completed", "response.incomplete", "response.failed" -> end(event);
      default -> throw new AssertionError("unknown event " + event);
    }
  }

  private void state(JsonNode response, String status) {
    assertEquals(id, response.get("id").asText());
    assertEquals(status, response.get("status").asText());
    assertTrue(response.get("output").isEmpty());
    assertTrue(response.has("usage") && response.get("usage").isNull());
  }

  private void addItem(JsonNode data) {
    assertNull(item, "an item begins in an item");
    assertEquals(output.size(), data.get("output_index").asInt());
    item = data.get("item").deepCopy();
    assertEquals("in_progress", item.get("status").asText());
    assertFalse(item.get("id").asText().isEmpty());
    textDone = false;
    String type = item.get("type").asText();
    switch (type) {
      case "message", "reasoning" -> assertTrue(item.get("content").isEmpty());
      case "function_call", "custom_tool_call" -> {
        assertEquals("", item.get(CALL_TEXTS.get(type)).asText());
        assertFalse(item.get("call_id").asText().isEmpty());
        assertFalse(item.get("name").asText().isEmpty());
      }
      default -> throw new AssertionError("unknown item " + item);
    }
  }

  private void requireOpen(JsonNode data) {
    assertNotNull(item, "no item is open");
    assertEquals(item.get("id"), data.get("item_id"));
    assertEquals(output.size(), data.get("output_index").asInt());
  }

  private void addPart(JsonNode data) {
    requireOpen(data);
    assertNull(part, "a part begins in a part");
    assertEquals(item.get("content").size(), data.get("content_index").asInt());
    part = data.get("part").deepCopy();
    assertEquals("", part.get("text").asText());
    boolean message = item.get("type").asText().equals("message");
    assertEquals(message ? "output_text" : "reasoning_text", part.get("type").asText());
    textDone = false;
  }

  private void addText(ObjectNode owner, String field, JsonNode data) {
    requireOpen(data);
    requireText(owner, data);
    String delta = data.get("delta").asText();
    assertFalse(delta.isEmpty());
    owner.put(field, owner.get(field).asText() + delta);
  }

  private void endText(ObjectNode owner, String field, JsonNode data) {
    requireOpen(data);
    requireText(owner, data);
    assertEquals(owner.get(field), data.get(field));
    textDone = true;
  }

  private void requireText(ObjectNode owner, JsonNode data) {
    assertNotNull(owner, "no part is open");
    assertFalse(textDone, "the text has ended");
    assertEquals(owner == part, data.has("content_index"));
    if (owner == part) {
      assertTrue(data.get("type").asText().contains(part.get("type").asText()));
      assertEquals(item.get("content").size(), data.get("content_index").asInt());
    }
  }

  private String callText(StreamedEvent event) {
    assertNotNull(item, "no item is open");
    String field = CALL_TEXTS.get(item.get("type").asText());
    assertTrue(event.name().contains("_" + field), event + " in " + item);
    return field;
  }

  private void endPart(JsonNode data) {
    requireOpen(data);
    assertTrue(textDone, "a part ends before its text");
    assertEquals(part, data.get("part"));
    ((ArrayNode) item.get("content")).add(part);
    part = null;
  }

  private void endItem(JsonNode data) {
    assertEquals(output.size(), data.get("output_index").asInt());
    assertNull(part, "a part has no end");
    assertTrue(textDone, "an item ends before its text");
    ObjectNode done = (ObjectNode) data.get("item");
    assertTrue(done.get("status").asText().matches("completed|incomplete"));
    output.add(done.deepCopy());
    ObjectNode known = done.deepCopy();
    known.remove("encrypted_content");
    known.put("status", "in_progress");
    assertEquals(item, known);
    item = null;
  }

  private void end(StreamedEvent event) {
    JsonNode response = event.data().get("response");
    assertEquals(id, response.get("id").asText());
    assertEquals("response." + response.get("status").asText(), event.name());
    assertEquals(output, response.get("output"));
    boolean failed = event.name().equals("response.failed");
    assertEquals(failed, response.get("error").isObject());
    assertEquals(failed, response.get("usage").isNull());
    assertTrue(failed || item == null, "an item has no end");
    last = response;
  }
}
