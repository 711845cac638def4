package io.perilune.server.engine;

import static io.perilune.server.ScriptedServer.body;
import static io.perilune.server.ScriptedServer.post;
import static org.hamcrest.Matchers.containsString;

import io.perilune.demo.DemoModel;
import io.perilune.server.ScriptedServer;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** A model file that is cut while it is served costs its requests, not the process. */
@QuarkusTest
@TestProfile(CutModelTest.ModelFileProfile.class)
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "a mapped file cannot be cut there")
class CutModelTest {
  private static final Path MODEL = Path.of("target", "cut-model.gguf");

  public static final class ModelFileProfile implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      try (InputStream demo = DemoModel.open()) {
        Files.copy(demo, MODEL, StandardCopyOption.REPLACE_EXISTING);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return Map.of("perilune.engine", "local", "perilune.model", MODEL.toString());
    }
  }

  @Inject ModelHost host;

  @Test
  void requestsFailAndHealthGoesDown() throws IOException {
    ScriptedServer.ready(host);
    post(body("Hello", "\"max_tokens\": 4")).statusCode(200);
    RestAssured.get("/health").then().statusCode(200);

    try (FileChannel file = FileChannel.open(MODEL, StandardOpenOption.WRITE)) {
      file.truncate(file.size() / 4);
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
}
