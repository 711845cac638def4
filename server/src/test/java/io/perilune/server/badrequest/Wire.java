package io.perilune.server.badrequest;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.Optional;

/** How a record's request is sent, and what happens meanwhile. */
record Wire(JsonNode wire) {
  /** How often it is sent, one after the other. */
  int repeat() {
    return wire.path("repeat").asInt(1);
  }

  /** How often it is sent at the same time. */
  int parallel() {
    return wire.path("parallel").asInt(1);
  }

  /** The signal that the server gets during the answer. */
  Optional<String> signal() {
    return Optional.ofNullable(wire.path("signal").textValue());
  }

  /** Whether the server is started again then. */
  boolean restart() {
    return wire.path("restart").asBoolean(false);
  }

  /** How long the connection is held when nothing comes or nothing more is read. */
  long holdMillis() {
    return wire.path("hold_s").asLong(0) * 1_000;
  }

  /** What of a request is sent, and how slowly. */
  RawConnection.Sending sending(byte[] request) {
    boolean cut = wire.has("stop_after") && !readsInPart();
    int length = cut ? Math.min(request.length, wire.get("stop_after").asInt()) : request.length;
    return new RawConnection.Sending(
        Arrays.copyOf(request, length), wire.path("slow_ms_per_byte").asLong(0));
  }

  /** What of the answer is read. */
  Reading reading() {
    if (!readsInPart()) {
      return Reading.WHOLE;
    }
    boolean stalls = wire.get("read_bytes_then").asText().equals("stall");
    return new Reading(wire.path("stop_after").asInt(1), stalls ? holdMillis() : 0);
  }

  private boolean readsInPart() {
    return wire.has("read_bytes_then");
  }
}
