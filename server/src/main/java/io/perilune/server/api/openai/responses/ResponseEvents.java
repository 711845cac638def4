package io.perilune.server.api.openai.responses;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.perilune.server.answer.JsonEvents;

/** The events of one stream, numbered. */
final class ResponseEvents {
  private final JsonEvents events;
  private long next;

  ResponseEvents(JsonEvents events) {
    this.events = events;
  }

  /**
   * An event and its place.
   *
   * @param sequenceNumber 0, 1, 2 ...
   */
  private record Numbered(@JsonUnwrapped ResponseEvent event, long sequenceNumber) {}

  void send(ResponseEvent event) {
    events.send(event.type(), new Numbered(event, next));
    next++;
  }
}
