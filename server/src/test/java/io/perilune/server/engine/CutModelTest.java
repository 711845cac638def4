package io.perilune.server.engine;

import static io.perilune.server.ScriptedServer.body;
import static io.perilune.server.ScriptedServer.post;
import static org.hamcrest.Matchers.containsString;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.perilune.demo.DemoModel;
import io.perilune.gguf.GgufFile;
import io.perilune.gguf.GgufWriter;
import io.perilune.gguf.TensorInfo;
import io.perilune.server.ScriptedServer;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** A model file that is cut while answers are made of it costs these, not the process. */
@QuarkusTest
@TestProfile(CutModelTest.ModelFileProfile.class)
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "a mapped file cannot be cut there")
class CutModelTest {
  private static final Path MODEL = Path.of("target", "cut-model.gguf");

  public static final class ModelFileProfile implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      try {
        writeEndlessModel();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return Map.of("perilune.engine", "local", "perilune.model", MODEL.toString());
    }

    /**
     * Without weights of the output all logits are 0: the first token comes until no room is left.
     */
    private static void writeEndlessModel() throws IOException {
      GgufFile demo = GgufFile.of(DemoModel.load(Arena.ofAuto()), DemoModel.FILE_NAME);
      GgufWriter writer = new GgufWriter().metadata(demo, key -> true);
      for (TensorInfo tensor : demo.tensors()) {
        MemorySegment data =
            tensor.name().equals("output.weight")
                ? MemorySegment.ofArray(new byte[(int) tensor.bytes()])
                : demo.data(tensor);
        writer.tensor(tensor.name(), tensor.type(), tensor.shape(), data);
      }
      writer.write(MODEL);
    }
  }

  @TestHTTPResource("/v1/chat/completions")
  URI uri;

  @Inject ModelHost host;

  @Test
  void requestsFailAndHealthGoesDown() throws Exception {
    ScriptedServer.ready(host);
    RestAssured.get("/health").then().statusCode(200);
    try (HttpClient client = HttpClient.newHttpClient()) {
      CompletableFuture<HttpResponse<String>> whole =
          client.sendAsync(request("\"temperature\": 0"), BodyHandlers.ofString());
      HttpResponse<InputStream> stream =
          client.send(
              request("\"temperature\": 0", "\"stream\": true"), BodyHandlers.ofInputStream());
      assertEquals(200, stream.statusCode());
      try (BufferedReader events =
          new BufferedReader(new InputStreamReader(stream.body(), StandardCharsets.UTF_8))) {
        awaitText(events);
        cut();
        List<String> rest = events.lines().filter(line -> !line.isEmpty()).toList();
        assertTrue(rest.getLast().startsWith("data: {\"error\":"), rest.getLast());
        assertTrue(rest.getLast().contains("not available any more"), rest.getLast());
      }
      assertEquals(503, whole.get().statusCode(), whole.get().body());
      assertTrue(whole.get().body().contains("not available"), whole.get().body());
    }
    post(body("Hello", "\"max_tokens\": 4"))
        .statusCode(503)
        .body("error.message", containsString("not available"));
    RestAssured.get("/health")
        .then()
        .statusCode(503)
        .body("error.message", containsString("cut-model.gguf was changed while it was in use"));
    RestAssured.get("/q/health/ready").then().statusCode(503);
    RestAssured.get("/q/health/live").then().statusCode(200);
  }

  private HttpRequest request(String... fields) {
    return HttpRequest.newBuilder(uri)
        .header("Content-Type", "application/json")
        .POST(HttpRequest.BodyPublishers.ofString(body("Hello", fields)))
        .build();
  }

  private static void awaitText(BufferedReader events) throws IOException {
    String line;
    do {
      line = events.readLine();
    } while (line != null && !line.contains("\"content\":\"!"));
    assertTrue(line != null, "the answer ended before it began");
  }

  private static void cut() throws IOException {
    try (FileChannel file = FileChannel.open(MODEL, StandardOpenOption.WRITE)) {
      file.truncate(file.size() / 4);
    }
  }
}
