package io.perilune.server.plugin;

import static io.perilune.server.ScriptedServer.body;
import static io.perilune.server.ScriptedServer.post;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.nullValue;

import io.perilune.server.ScriptedServer;
import io.perilune.server.engine.ModelHost;
import io.perilune.toolcall.SpiVersion;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The documentation's plug-in in the folder of a running server, beside a jar that is none. */
@QuarkusTest
@TestProfile(PluginServerTest.PluginProfile.class)
class PluginServerTest {
  private static final String SCRIPT =
      """
      {
        "control_tokens": ["<|end|>", "<|call|>", "<|with|>", "<|done|>"],
        "end_of_turn": "<|end|>",
        "chat_template": "{% for m in messages %}{{ m.content }}{% endfor %}{{ tools }}<|call|>",
        "answers": [{"pieces": ["Let me see.", {"control": "<|call|>"}, "get_time",
          {"control": "<|with|>"}, "{\\"zone\\": \\"CET\\"}", {"control": "<|done|>"}]}]
      }
      """;

  public static final class PluginProfile implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      try {
        Path folder = Files.createTempDirectory("plugins");
        ExampleJar.build(folder.resolve("toolcall-example.jar"));
        ExampleJar.buildFor(folder.resolve("toolcall-future.jar"), "1000");
        Files.writeString(folder.resolve("broken.jar"), "no jar at all");
        Files.writeString(folder.resolve("notes.txt"), "left alone");
        Path script = Files.writeString(folder.resolve("script.json"), SCRIPT);
        return Map.of("perilune.plugins", folder.toString(), "perilune.script", script.toString());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  @Inject ModelHost host;

  @BeforeEach
  void load() {
    ScriptedServer.ready(host);
  }

  @Test
  void understandsCallsOfThePluginsFormat() {
    post(body(
            "What time is it?",
            """
            "tools": [{"type": "function", "function": {"name": "get_time",
              "parameters": {"type": "object", "properties": {"zone": {"type": "string"}}}}}]\
            """))
        .statusCode(200)
        .body("choices[0].finish_reason", equalTo("tool_calls"))
        .body("choices[0].message.content", equalTo("Let me see."))
        .body("choices[0].message.tool_calls", hasSize(1))
        .body("choices[0].message.tool_calls[0].function.name", equalTo("get_time"))
        .body(
            "choices[0].message.tool_calls[0].function.arguments", equalTo("{\"zone\": \"CET\"}"));
  }

  @Test
  void tellsWhichFormatsThereAre() {
    RestAssured.get("/props")
        .then()
        .statusCode(200)
        .body("model_alias", equalTo("m"))
        .body("tool_call_formats.id", hasItems("kimi", "example"))
        .body("tool_call_formats.find { it.id == 'kimi' }.jar", nullValue())
        .body("tool_call_formats.find { it.id == 'kimi' }.active", equalTo(false))
        .body("tool_call_formats.find { it.id == 'example' }.active", equalTo(true))
        .body("tool_call_formats.find { it.id == 'example' }.jar", equalTo("toolcall-example.jar"))
        .body("tool_call_formats.find { it.id == 'example' }.version", equalTo(ExampleJar.VERSION))
        .body(
            "tool_call_formats.find { it.id == 'example' }.spi_version",
            equalTo(SpiVersion.CURRENT))
        .body("tool_call_spi_version", equalTo(SpiVersion.CURRENT))
        .body("plugins_left_out.jar", contains("broken.jar", "toolcall-future.jar"))
        .body("plugins_left_out[1].reason", containsString("version 1000"))
        .body(
            "tool_call_formats.find { it.id == 'example' }.sha256", matchesPattern("[0-9a-f]{64}"));
  }
}
