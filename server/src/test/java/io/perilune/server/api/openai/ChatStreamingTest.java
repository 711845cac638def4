package io.perilune.server.api.openai;

import static io.perilune.server.ScriptedServer.await;
import static io.perilune.server.ScriptedServer.body;
import static io.perilune.server.ScriptedServer.post;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.perilune.server.ScriptedServer;
import io.perilune.server.engine.ModelHost;
import io.perilune.server.engine.ScriptedEngine;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class ChatStreamingTest {
  private static final String STREAM = "\"stream\": true";
  private static final ObjectMapper JSON = new ObjectMapper();

  @TestHTTPResource("/v1/chat/completions")
  URI uri;

  @Inject ModelHost host;
  private ScriptedEngine engine;

  @BeforeEach
  void load() {
    engine = ScriptedServer.engine(host);
  }

  @Test
  void streamsTextThenUsageThenDone() throws Exception {
    HttpResponse<InputStream> response =
        open(body("Hi", STREAM, "\"stream_options\": {\"include_usage\": true}"));
    assertEquals(200, response.statusCode());
    assertEquals("text/event-stream", response.headers().firstValue("content-type").orElseThrow());
    List<String> events = events(response);

    assertEquals("[DONE]", events.removeLast());
    List<JsonNode> chunks = parse(events);
    JsonNode first = chunks.getFirst();
    assertEquals("assistant", delta(first).get("role").asText());
    for (JsonNode chunk : chunks) {
      assertEquals("chat.completion.chunk", chunk.get("object").asText());
      assertEquals(first.get("id"), chunk.get("id"));
      assertEquals(first.get("created"), chunk.get("created"));
      assertEquals("m", chunk.get("model").asText());
    }
    JsonNode usage = chunks.removeLast();
    assertTrue(usage.get("choices").isEmpty());
    assertEquals(6, usage.get("usage").get("completion_tokens").asInt());
    JsonNode last = chunks.removeLast();
    assertEquals("stop", last.get("choices").get(0).get("finish_reason").asText());
    assertTrue(delta(last).isEmpty());
    assertEquals("Hello!", content(chunks));
    assertTrue(chunks.stream().allMatch(chunk -> finishReason(chunk).isNull()));
    assertFalse(chunks.stream().anyMatch(chunk -> chunk.has("usage")));
  }

  @Test
  void streamsToolCallsPieceByPiece() throws Exception {
    List<JsonNode> chunks = chunks(body("CASE tool-call", STREAM, ChatCompletionsTest.TOOLS));
    assertEquals("I'll look.", content(chunks));
    assertEquals("tool_calls", finishReason(chunks.getLast()).asText());

    List<JsonNode> calls =
        chunks.stream()
            .filter(chunk -> delta(chunk).has("tool_calls"))
            .map(chunk -> delta(chunk).get("tool_calls").get(0))
            .toList();
    JsonNode start = calls.getFirst();
    assertEquals(0, start.get("index").asInt());
    assertEquals("functions.get_weather:0", start.get("id").asText());
    assertEquals("function", start.get("type").asText());
    assertEquals("get_weather", start.get("function").get("name").asText());
    assertEquals("", start.get("function").get("arguments").asText());
    StringBuilder arguments = new StringBuilder();
    for (JsonNode call : calls.subList(1, calls.size())) {
      if (call.has("id")) {
        assertEquals(1, call.get("index").asInt());
        break;
      }
      assertFalse(call.get("function").has("name"));
      arguments.append(call.get("function").get("arguments").asText());
    }
    assertEquals("{\"location\": \"Paris\"}", arguments.toString());
  }

  @Test
  void neverSplitsACharacter() throws Exception {
    assertEquals("Grüße, 世界 🌙!", content(chunks(body("CASE unicode", STREAM))));
  }

  @Test
  void sendsTheHeadAtOnceAndThenHeartbeats() throws Exception {
    long start = System.nanoTime();
    HttpResponse<InputStream> response = open(body("CASE slow-prefill", STREAM));
    long headMillis = (System.nanoTime() - start) / 1_000_000;
    List<JsonNode> chunks = parse(withoutDone(events(response)));
    assertTrue(headMillis < 1_000, "the head came after " + headMillis + " ms");
    long empty =
        chunks.stream().filter(chunk -> delta(chunk).path("content").asText("-").isEmpty()).count();
    assertTrue(empty >= 3, empty + " chunks said that the stream is alive");
    assertEquals("late", content(chunks));
  }

  @Test
  void refusesBeforeTheStreamBegins() {
    post(body("Hi", STREAM, "\"temperature\": -1"))
        .statusCode(400)
        .contentType("application/json")
        .body("error.param", equalTo("temperature"));
  }

  @Test
  void endsABrokenStreamWithAnErrorAndWithoutDone() throws Exception {
    List<String> events = events(open(body("CASE fails-later", STREAM)));
    JsonNode last = JSON.readTree(events.getLast());
    assertEquals("server_error", last.get("error").get("type").asText());
  }

  @Test
  void cancelsWhenTheClientOfAStreamLeaves() throws Exception {
    try (Socket socket = connect(body("CASE endless", STREAM))) {
      await(() -> engine.running() == 1, "the generation to start");
      assertTrue(socket.getInputStream().read() > 0);
    }
    await(() -> engine.running() == 0, "the generation to end");
  }

  @Test
  void cancelsWhenTheClientOfAWholeAnswerLeaves() throws Exception {
    try (Socket socket = connect(body("CASE endless"))) {
      await(() -> engine.running() == 1, "the generation to start");
      assertTrue(socket.isConnected());
    }
    await(() -> engine.running() == 0, "the generation to end");
  }

  @Test
  void cutsOffAClientThatDoesNotRead() throws Exception {
    try (Socket socket = connect(body("CASE flood", STREAM))) {
      await(() -> engine.running() == 1, "the generation to start");
      await(() -> engine.running() == 0, "the generation to end");
      assertTrue(socket.isConnected());
    }
  }

  private HttpResponse<InputStream> open(String body) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(uri)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofInputStream());
  }

  /** Sends a request over a connection that the test controls. */
  private Socket connect(String body) throws IOException {
    Socket socket = new Socket();
    socket.setReceiveBufferSize(4_096);
    socket.connect(new java.net.InetSocketAddress(uri.getHost(), uri.getPort()));
    byte[] content = body.getBytes(StandardCharsets.UTF_8);
    String head =
        "POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
            + "Content-Length: "
            + content.length
            + "\r\n\r\n";
    OutputStream out = socket.getOutputStream();
    out.write(head.getBytes(StandardCharsets.US_ASCII));
    out.write(content);
    out.flush();
    return socket;
  }

  /** The data of all events. */
  private static List<String> events(HttpResponse<InputStream> response) throws IOException {
    String text = new String(response.body().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(text.endsWith("\n\n"), "the stream ends within an event");
    List<String> events = new ArrayList<>();
    for (String event : text.split("\n\n")) {
      assertTrue(event.startsWith("data: "), event);
      events.add(event.substring("data: ".length()));
    }
    return events;
  }

  private static List<String> withoutDone(List<String> events) {
    assertEquals("[DONE]", events.removeLast());
    return events;
  }

  private List<JsonNode> chunks(String body) throws IOException, InterruptedException {
    return parse(withoutDone(events(open(body))));
  }

  private static List<JsonNode> parse(List<String> events) throws IOException {
    List<JsonNode> chunks = new ArrayList<>();
    for (String event : events) {
      chunks.add(JSON.readTree(event));
    }
    return chunks;
  }

  private static JsonNode delta(JsonNode chunk) {
    return chunk.get("choices").get(0).get("delta");
  }

  private static JsonNode finishReason(JsonNode chunk) {
    return chunk.get("choices").get(0).get("finish_reason");
  }

  private static String content(List<JsonNode> chunks) {
    StringBuilder content = new StringBuilder();
    for (JsonNode chunk : chunks) {
      content.append(delta(chunk).path("content").asText(""));
    }
    return content.toString();
  }
}
