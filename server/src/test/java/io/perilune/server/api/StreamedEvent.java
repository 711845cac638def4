package io.perilune.server.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;

/** An event of a streamed answer that has a name. */
public record StreamedEvent(String name, JsonNode data) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** The events of a whole stream. */
  public static List<StreamedEvent> all(String stream) throws JsonProcessingException {
    assertTrue(stream.endsWith("\n\n"), "the stream ends within an event");
    List<StreamedEvent> events = new ArrayList<>();
    for (String event : stream.split("\n\n")) {
      String[] lines = event.split("\n");
      assertEquals(2, lines.length, event);
      assertTrue(lines[0].startsWith("event: ") && lines[1].startsWith("data: "), event);
      events.add(
          new StreamedEvent(
              lines[0].substring("event: ".length()),
              JSON.readTree(lines[1].substring("data: ".length()))));
    }
    return events;
  }
}
