package io.perilune.server.api.anthropic;

import static io.perilune.server.api.anthropic.MessagesClient.TOOLS;
import static io.perilune.server.api.anthropic.MessagesClient.body;
import static io.perilune.server.api.anthropic.MessagesClient.events;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.perilune.server.ScriptedServer;
import io.perilune.server.api.StreamedEvent;
import io.perilune.server.engine.ModelHost;
import io.perilune.server.engine.ScriptedEngine;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is special about streamed answers; {@link MessagesTest} compares them with whole ones. */
@QuarkusTest
class MessagesStreamingTest {
  @TestHTTPResource("/v1/messages")
  URI uri;

  @Inject ModelHost host;
  private ScriptedEngine engine;

  @BeforeEach
  void load() {
    engine = ScriptedServer.engine(host);
  }

  @Test
  void beginsWithTheLengthOfThePrompt() throws Exception {
    List<StreamedEvent> events = events(body("Hi"));
    JsonNode start = events.getFirst().data().get("message");
    JsonNode end = events.get(events.size() - 2).data();
    assertEquals("message_start", events.getFirst().name());
    assertEquals("ping", events.get(1).name());
    assertEquals(
        end.get("usage").get("input_tokens").asInt()
            + end.get("usage").get("cache_read_input_tokens").asInt(),
        start.get("usage").get("input_tokens").asInt());
  }

  @Test
  void streamsArgumentsPieceByPiece() throws Exception {
    List<StreamedEvent> events = events(body("CASE tool-call", TOOLS));
    StreamedMessage.of(events);
    long pieces =
        events.stream()
            .filter(event -> event.data().at("/delta/type").asText().equals("input_json_delta"))
            .count();
    assertTrue(pieces > 4, pieces + " pieces of arguments");
  }

  @Test
  void pingsDuringALongPrefill() throws Exception {
    List<StreamedEvent> events = events(body("CASE slow-prefill"));
    long pings = events.stream().filter(event -> event.name().equals("ping")).count();
    assertTrue(pings >= 5, pings + " pings");
    assertEquals("late", StreamedMessage.of(events).at("/content/0/text").asText());
  }

  @Test
  void endsABrokenStreamWithAnError() throws Exception {
    List<StreamedEvent> events = events(body("CASE fails-later"));
    StreamedEvent last = events.getLast();
    assertEquals("error", last.name());
    assertEquals("api_error", last.data().at("/error/type").asText());
    assertTrue(last.data().get("request_id").asText().startsWith("req_"));
    assertFalse(events.stream().anyMatch(event -> event.name().equals("message_stop")));
  }

  @Test
  void cancelsWhenTheClientLeaves() throws Exception {
    for (String stream : new String[] {"true", "false"}) {
      try (Socket socket = connect(body("CASE endless", "\"stream\": " + stream))) {
        ScriptedServer.await(() -> engine.running() == 1, "the generation to start");
        assertTrue(socket.isConnected());
      }
      ScriptedServer.await(() -> engine.running() == 0, "the generation to end");
    }
  }

  private Socket connect(String body) throws IOException {
    Socket socket = new Socket(uri.getHost(), uri.getPort());
    byte[] content = body.getBytes(StandardCharsets.UTF_8);
    String head =
        "POST /v1/messages HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
            + "Content-Length: "
            + content.length
            + "\r\n\r\n";
    socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
    socket.getOutputStream().write(content);
    return socket;
  }
}
