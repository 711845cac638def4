package io.perilune.server.api.openai.responses;

import static io.perilune.server.api.openai.responses.ResponsesClient.TOOLS;
import static io.perilune.server.api.openai.responses.ResponsesClient.events;
import static io.perilune.server.api.openai.responses.ResponsesClient.post;
import static io.perilune.server.api.openai.responses.ResponsesClient.question;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
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

/** What is special about streamed answers; {@link ResponsesTest} compares them with whole ones. */
@QuarkusTest
class ResponsesStreamingTest {
  @TestHTTPResource("/v1/responses")
  URI uri;

  @Inject ModelHost host;
  private ScriptedEngine engine;

  @BeforeEach
  void load() {
    engine = ScriptedServer.engine(host);
  }

  private static long count(List<StreamedEvent> events, String name) {
    return events.stream().filter(event -> event.name().equals(name)).count();
  }

  @Test
  void streamsTextAndArgumentsPieceByPiece() throws Exception {
    List<StreamedEvent> events = events(question("CASE tool-call", TOOLS));
    StreamedResponse.of(events);
    assertTrue(count(events, "response.output_text.delta") > 4);
    assertTrue(count(events, "response.function_call_arguments.delta") > 4);
  }

  @Test
  void streamsTheInputOfCustomToolsPieceByPiece() throws Exception {
    List<StreamedEvent> events =
        events(
            question(
                "CASE custom-call",
                "\"tools\": [{\"type\": \"custom\", \"name\": \"apply_patch\"}]"));
    StreamedResponse.of(events);
    assertTrue(count(events, "response.custom_tool_call_input.delta") > 4);
  }

  @Test
  void saysThatItGoesOnDuringALongPrefill() throws Exception {
    List<StreamedEvent> events = events(question("CASE slow-prefill"));
    assertTrue(count(events, "response.in_progress") >= 5);
    assertEquals("late", StreamedResponse.of(events).at("/output/0/content/0/text").asText());
  }

  @Test
  void aFailureEndsTheResponse() throws Exception {
    JsonNode response = StreamedResponse.of(events(question("CASE fails-later")));
    assertEquals("failed", response.get("status").asText());
    assertEquals("server_error", response.at("/error/code").asText());
    assertTrue(response.at("/error/message").asText().endsWith("."));
  }

  @Test
  void refusesBeforeTheFirstEvent() {
    post(question("word ".repeat(70_000), "\"stream\": true"))
        .statusCode(400)
        .body("error.code", equalTo("context_length_exceeded"))
        .body("error.type", equalTo("invalid_request_error"));
    post(question("CASE busy", "\"stream\": true"))
        .statusCode(429)
        .body("error.code", equalTo("rate_limit_exceeded"));
  }

  @Test
  void cancelsWhenTheClientLeaves() throws Exception {
    for (String stream : new String[] {"true", "false"}) {
      try (Socket socket = connect(question("CASE endless", "\"stream\": " + stream))) {
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
        "POST /v1/responses HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
            + "Content-Length: "
            + content.length
            + "\r\n\r\n";
    socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
    socket.getOutputStream().write(content);
    return socket;
  }
}
