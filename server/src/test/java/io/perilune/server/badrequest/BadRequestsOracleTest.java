package io.perilune.server.badrequest;

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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Sends the bad requests of the reference data that need no special connection or settings. */
@QuarkusTest
class BadRequestsOracleTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TestHTTPResource("/")
  URI root;

  @Inject ModelHost host;
  private final HttpClient client = HttpClient.newHttpClient();

  @Test
  void answersEachAsItMust() throws Exception {
    assumeTrue(Files.isDirectory(BadRequest.FOLDER), "no reference data at " + BadRequest.FOLDER);
    ScriptedServer.engine(host);
    warmUp();
    List<String> mismatches = new ArrayList<>();
    int checked = 0;
    int others = 0;
    for (BadRequest request : BadRequest.all()) {
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

  private Optional<String> problem(BadRequest request) throws InterruptedException {
    Expectation expectation = new Expectation(request.expect());
    long start = System.nanoTime();
    HttpResponse<byte[]> response;
    try {
      response =
          client.send(
              httpRequest(request.record(), request.body(0)),
              HttpResponse.BodyHandlers.ofByteArray());
    } catch (IOException e) {
      return expectation.problem(new RawAnswer(RawAnswer.CLOSED, "", 0));
    }
    long millis = (System.nanoTime() - start) / 1_000_000;
    String body = new String(response.body(), StandardCharsets.UTF_8);
    Optional<String> problem =
        expectation.problem(new RawAnswer(response.statusCode(), body, millis));
    return problem.isEmpty() && millis > expectation.millis()
        ? Optional.of("took " + millis + " ms")
        : problem;
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
}
