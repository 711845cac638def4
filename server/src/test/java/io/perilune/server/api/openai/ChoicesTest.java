package io.perilune.server.api.openai;

import static io.perilune.server.ScriptedServer.await;
import static io.perilune.server.ScriptedServer.body;
import static io.perilune.server.ScriptedServer.post;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.perilune.server.ScriptedServer;
import io.perilune.server.engine.ModelHost;
import io.perilune.server.engine.ScriptedEngine;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Several answers to one request. */
@QuarkusTest
class ChoicesTest {
  private static final String THREE = "\"n\": 3";
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
  void givesEachAnswerItsIndexAndCountsThePromptOnce() {
    int promptTokens = post(body("Hi")).extract().path("usage.prompt_tokens");
    post(body("Hi", THREE))
        .statusCode(200)
        .body("choices", hasSize(3))
        .body("choices.index", equalTo(List.of(0, 1, 2)))
        .body("choices.message.content", equalTo(List.of("Hello!", "Hello!", "Hello!")))
        .body("choices.finish_reason", equalTo(List.of("stop", "stop", "stop")))
        .body("usage.prompt_tokens", equalTo(promptTokens))
        .body("usage.completion_tokens", equalTo(18))
        .body("usage.total_tokens", equalTo(promptTokens + 18))
        .body("timings.predicted_n", equalTo(18));
  }

  @Test
  void streamsThemAtTheSameTime() throws Exception {
    List<JsonNode> chunks =
        chunks(
            body(
                "CASE slow-tokens",
                THREE,
                STREAM,
                "\"max_tokens\": 5",
                "\"stream_options\": {\"include_usage\": true}"));
    JsonNode usage = chunks.removeLast().get("usage");
    assertEquals(15, usage.get("completion_tokens").asInt());
    String[] contents = {"", "", ""};
    String[] reasons = new String[3];
    List<Integer> order = new ArrayList<>();
    for (JsonNode chunk : chunks) {
      JsonNode choice = chunk.get("choices").get(0);
      int index = choice.get("index").asInt();
      JsonNode delta = choice.get("delta");
      assertEquals(null, reasons[index], "a chunk after the end of " + index);
      assertTrue(delta.has("role") != order.contains(index) || delta.path("content").isEmpty());
      contents[index] += delta.path("content").asText();
      reasons[index] = choice.get("finish_reason").textValue();
      order.add(index);
    }
    for (int index = 0; index < 3; index++) {
      assertEquals("abcde", contents[index]);
      assertEquals("length", reasons[index]);
      assertTrue(order.lastIndexOf(index) > order.indexOf((index + 1) % 3), "one after the other");
    }
  }

  @Test
  void aFailureEndsAllOfThem() throws Exception {
    post(body("CASE fails-later", THREE)).statusCode(500);
    List<JsonNode> chunks = chunks(body("CASE fails-later", THREE, STREAM));
    assertEquals("server_error", chunks.getLast().get("error").get("type").asText());
    await(() -> engine.running() == 0, "all generations to end");
    post(body("CASE busy", THREE)).statusCode(429);
    assertEquals(0, engine.running());
  }

  @Test
  void aClientThatLeavesCancelsAllOfThem() throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpResponse<InputStream> response =
          client.send(
              request(body("CASE endless", THREE, STREAM)),
              HttpResponse.BodyHandlers.ofInputStream());
      await(() -> engine.running() == 3, "all generations to run");
      response.body().close();
      client.shutdownNow();
    }
    await(() -> engine.running() == 0, "all generations to end");
  }

  private List<JsonNode> chunks(String body) throws Exception {
    List<JsonNode> chunks = new ArrayList<>();
    try (HttpClient client = HttpClient.newHttpClient()) {
      String events = client.send(request(body), HttpResponse.BodyHandlers.ofString()).body();
      for (String line : events.split("\n\n")) {
        String data = line.substring("data: ".length());
        if (!data.equals("[DONE]")) {
          chunks.add(JSON.readTree(data));
        }
      }
    }
    return chunks;
  }

  private HttpRequest request(String body) {
    return HttpRequest.newBuilder(uri)
        .header("Content-Type", "application/json")
        .POST(HttpRequest.BodyPublishers.ofString(body))
        .build();
  }
}
