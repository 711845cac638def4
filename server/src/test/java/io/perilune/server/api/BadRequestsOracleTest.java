package io.perilune.server.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.perilune.server.ScriptedServer;
import io.perilune.server.engine.ModelHost;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Sends the bad requests of the reference data that need no special connection or settings. */
@QuarkusTest
class BadRequestsOracleTest {
  private static final Path FOLDER =
      Path.of(System.getProperty("perilune.oracle", "../../shared/oracle"), "http-bad");
  private static final ObjectMapper JSON = new ObjectMapper();

  @TestHTTPResource("/")
  URI root;

  @Inject ModelHost host;
  private final HttpClient client = HttpClient.newHttpClient();

  @Test
  void answersEachAsItMust() throws Exception {
    assumeTrue(Files.isDirectory(FOLDER), "no reference data at " + FOLDER);
    ScriptedServer.engine(host);
    warmUp();
    List<String> mismatches = new ArrayList<>();
    int checked = 0;
    int others = 0;
    for (BadRequest request : requests()) {
      if (!request.applies()) {
        others++;
        continue;
      }
      checked++;
      problem(request).ifPresent(problem -> mismatches.add(request.id() + ": " + problem));
    }
    System.out.printf(
        "bad requests: records checked %d, mismatches %d, not for these paths or settings %d%n",
        checked, mismatches.size(), others);
    assertEquals(List.of(), mismatches);
  }

  /** The time limits are for a server, and a client, whose classes are loaded. */
  private void warmUp() throws Exception {
    for (String path : List.of("/v1/chat/completions", "/v1/messages", "/v1/responses")) {
      for (String body : List.of(ScriptedServer.body("Hi", "\"max_tokens\": 9"), "[", "[]")) {
        JsonNode record = JSON.createObjectNode().put("method", "POST").put("path", path);
        client.send(
            httpRequest(record, body.getBytes(StandardCharsets.UTF_8)),
            HttpResponse.BodyHandlers.ofByteArray());
      }
    }
  }

  private static List<BadRequest> requests() throws IOException {
    List<BadRequest> requests = new ArrayList<>();
    try (Stream<Path> files = Files.list(FOLDER)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".jsonl")).sorted().toList()) {
        for (String line : Files.readAllLines(file)) {
          requests.add(new BadRequest(JSON.readTree(line)));
        }
      }
    }
    return requests;
  }

  private Optional<String> problem(BadRequest request) throws InterruptedException {
    long start = System.nanoTime();
    HttpResponse<byte[]> response;
    try {
      response =
          client.send(
              httpRequest(request.record(), request.body()),
              HttpResponse.BodyHandlers.ofByteArray());
    } catch (IOException e) {
      return contains(request.expect().get("status"), "0")
          ? Optional.empty()
          : Optional.of("the connection was closed: " + e.getMessage());
    }
    long millis = (System.nanoTime() - start) / 1_000_000;
    return compare(request.expect(), response, millis);
  }

  private HttpRequest httpRequest(JsonNode record, byte[] body) {
    HttpRequest.Builder builder =
        HttpRequest.newBuilder(root.resolve(record.get("path").asText()))
            .method(
                record.get("method").asText(),
                body.length == 0
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofByteArray(body));
    boolean typed = false;
    for (JsonNode header : record.path("headers")) {
      typed |= header.get(0).asText().equalsIgnoreCase("Content-Type");
      if (!header.get(1).isNull()) {
        builder.header(header.get(0).asText(), header.get(1).asText());
      }
    }
    return typed ? builder.build() : builder.header("Content-Type", "application/json").build();
  }

  private static Optional<String> compare(
      JsonNode expect, HttpResponse<byte[]> response, long millis) {
    String body = new String(response.body(), StandardCharsets.UTF_8);
    if (!contains(expect.get("status"), Integer.toString(response.statusCode()))) {
      return Optional.of("status " + response.statusCode() + " " + excerpt(body));
    }
    if (expect.has("max_ms") && millis > expect.get("max_ms").asLong()) {
      return Optional.of("took " + millis + " ms");
    }
    for (JsonNode leak : expect.path("not_in_body")) {
      if (body.contains(leak.asText())) {
        return Optional.of("the answer holds " + leak);
      }
    }
    if (response.statusCode() < 400) {
      return Optional.empty();
    }
    return switch (expect.path("api").asText()) {
      case "openai" -> compareError(expect, body);
      case "anthropic" -> compareForm(body).or(() -> compareError(expect, body));
      default -> Optional.empty();
    };
  }

  /** What errors of the Messages API have beside a type and a message. */
  private static Optional<String> compareForm(String body) {
    try {
      JsonNode answer = JSON.readTree(body);
      return answer.path("type").asText().equals("error") && answer.path("request_id").isTextual()
          ? Optional.empty()
          : Optional.of("the error has another form: " + excerpt(body));
    } catch (IOException e) {
      return Optional.of("the answer is not JSON: " + excerpt(body));
    }
  }

  private static Optional<String> compareError(JsonNode expect, String body) {
    JsonNode error;
    try {
      error = JSON.readTree(body).path("error");
    } catch (IOException e) {
      return Optional.of("the answer is not JSON: " + excerpt(body));
    }
    if (expect.has("type") && !contains(expect.get("type"), error.path("type").asText())) {
      return Optional.of("type " + error.path("type"));
    }
    if (expect.has("code") && !contains(expect.get("code"), error.path("code").asText())) {
      return Optional.of("code " + error.path("code"));
    }
    String named = error.path("param").asText() + " " + error.path("message").asText();
    if (expect.has("param") && !named.contains(expect.get("param").asText())) {
      return Optional.of("does not name " + expect.get("param") + ": " + excerpt(body));
    }
    return Optional.empty();
  }

  private static boolean contains(JsonNode allowed, String value) {
    if (!allowed.isArray()) {
      return allowed.asText().equals(value);
    }
    for (JsonNode one : allowed) {
      if (one.asText().equals(value)) {
        return true;
      }
    }
    return false;
  }

  private static String excerpt(String body) {
    return body.substring(0, Math.min(200, body.length()));
  }
}
