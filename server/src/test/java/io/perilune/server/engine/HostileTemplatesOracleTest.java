package io.perilune.server.engine;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.perilune.server.error.ApiException;
import io.perilune.server.plugin.Extensions;
import io.perilune.template.TemplateInput;
import io.perilune.toolcall.ChatMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** Loads the template of each model file with a bad one, and makes a prompt with it. */
class HostileTemplatesOracleTest {
  private static final Extensions EXTENSIONS = ExtensionFolder.read(Optional.empty());

  private static final TemplateInput CONVERSATION =
      new TemplateInput(List.of(ChatMessage.user("Hi")), List.of(), true, Map.of());

  @Test
  void badTemplatesAreRefusedInTime() throws IOException {
    Path folder =
        Path.of(System.getProperty("perilune.oracle", "../../shared/oracle")).resolve("gguf-bad");
    Path manifest = folder.resolve("manifest.jsonl");
    assumeTrue(Files.exists(manifest), "no reference data at " + folder.toAbsolutePath());
    int checked = 0;
    Duration slowest = Duration.ZERO;
    List<String> mismatches = new ArrayList<>();
    for (String line : Files.readAllLines(manifest)) {
      JsonNode row = line.isBlank() ? null : new ObjectMapper().readTree(line);
      if (row == null || !row.get("group").asText().equals("template")) {
        continue;
      }
      checked++;
      Instant start = Instant.now();
      String error = error(folder.resolve(row.get("path").asText()));
      Duration time = Duration.between(start, Instant.now());
      slowest = time.compareTo(slowest) > 0 ? time : slowest;
      String mismatch = mismatch(row, error, time.toMillis());
      if (mismatch != null) {
        mismatches.add(row.get("id").asText() + ": " + mismatch);
      }
    }
    System.out.println(
        "gguf-bad template: "
            + checked
            + " records checked / "
            + mismatches.size()
            + " mismatches; slowest "
            + slowest.toMillis()
            + " ms");
    assertTrue(mismatches.isEmpty(), () -> String.join("\n", mismatches));
  }

  /** What the user is told, or null if there is a prompt. */
  private static String error(Path file) {
    try {
      ModelPrompts.read(Optional.of(file), TemplateSettings.DEFAULT, EXTENSIONS)
          .render(CONVERSATION);
      return null;
    } catch (ModelLoadException | ApiException e) {
      return e.getMessage();
    }
  }

  private static String mismatch(JsonNode row, String error, long millis) {
    if (millis > row.at("/limits/max_ms").asLong()) {
      return "took " + millis + " ms";
    }
    if (error == null) {
      return row.get("expect").asText().equals("either") ? null : "no error";
    }
    boolean named =
        StreamSupport.stream(row.get("names").spliterator(), false)
            .anyMatch(name -> error.contains(name.asText()));
    return named ? null : "the message names nothing: " + error;
  }
}
