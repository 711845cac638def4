package io.perilune.server.sse;

import io.vertx.core.buffer.Buffer;

/** How the events of a stream are told apart on the wire. */
public enum StreamFormat {
  /** Server-sent events, which may have names. */
  SERVER_SENT_EVENTS("text/event-stream") {
    @Override
    Buffer frame(String data) {
      return Buffer.buffer("data: ").appendString(data).appendString("\n\n");
    }

    @Override
    Buffer frame(String name, String data) {
      return Buffer.buffer("event: ")
          .appendString(name)
          .appendString("\n")
          .appendBuffer(frame(data));
    }
  },
  /** Each event is a line of JSON; there are no names. */
  LINES("application/x-ndjson") {
    @Override
    Buffer frame(String data) {
      return Buffer.buffer(data).appendString("\n");
    }

    @Override
    Buffer frame(String name, String data) {
      throw new UnsupportedOperationException("events that are lines have no names");
    }
  };

  private final String mediaType;

  StreamFormat(String mediaType) {
    this.mediaType = mediaType;
  }

  /** The value of {@code Content-Type}. */
  public String mediaType() {
    return mediaType;
  }

  /**
   * An event without a name.
   *
   * @param data one line
   */
  abstract Buffer frame(String data);

  /** An event with a name; both are one line. */
  abstract Buffer frame(String name, String data);
}
