package io.perilune.server.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Programs with the clients' names write down how they were started. */
class ClientProcessTest {
  private static final RunningServer SERVER =
      new RunningServer("http://127.0.0.1:8080", "secret", "kimi-k2", 131_072);

  @TempDir Path folder;

  private List<String> startedAs(Client client, String... more) throws Exception {
    ClientSetup setup = client.setup(SERVER);
    Path seen = folder.resolve("seen");
    Path program = folder.resolve(setup.command().getFirst());
    Files.writeString(
        program,
        "#!/bin/sh\nprintf '%s\\n' \"$@\" > '" + seen + "'\nenv >> '" + seen + "'\nexit 7\n");
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
    String path = "" + File.pathSeparator + "/no/such" + File.pathSeparator + folder;
    assertEquals(7, ClientProcess.run(setup, path, List.of(more)));
    return Files.readAllLines(seen);
  }

  private static void assertHas(List<String> lines, String... expected) {
    for (String line : expected) {
      assertTrue(lines.contains(line), line + " in " + lines);
    }
  }

  @Test
  void claudeCodeGetsTheModelForAllItsTasks() throws Exception {
    assertHas(
        startedAs(Client.CLAUDE, "-p", "two words"),
        "-p",
        "two words",
        "ANTHROPIC_BASE_URL=http://127.0.0.1:8080",
        "ANTHROPIC_AUTH_TOKEN=secret",
        "ANTHROPIC_MODEL=kimi-k2",
        "ANTHROPIC_DEFAULT_HAIKU_MODEL=kimi-k2",
        "CLAUDE_CODE_MAX_CONTEXT_TOKENS=131072");
  }

  @Test
  void codexGetsAProviderOnItsCommandLine() throws Exception {
    List<String> lines = startedAs(Client.CODEX, "exec");
    assertHas(
        lines,
        "model=\"kimi-k2\"",
        "model_provider=\"perilune\"",
        "model_context_window=131072",
        "model_providers.perilune.base_url=\"http://127.0.0.1:8080/v1\"",
        "model_providers.perilune.env_key=\"PERILUNE_API_KEY\"",
        "PERILUNE_API_KEY=secret",
        "exec");
  }

  @Test
  void opencodeGetsAConfiguration() throws Exception {
    String prefix = "OPENCODE_CONFIG_CONTENT=";
    List<String> lines = startedAs(Client.OPENCODE);
    String config = lines.stream().filter(line -> line.startsWith(prefix)).findFirst().get();
    JsonNode json = new ObjectMapper().readTree(config.substring(prefix.length()));
    assertEquals("perilune/kimi-k2", json.get("model").asText());
    assertEquals("perilune/kimi-k2", json.get("small_model").asText());
    JsonNode provider = json.at("/provider/perilune");
    assertEquals("http://127.0.0.1:8080/v1", provider.at("/options/baseURL").asText());
    assertEquals(131_072, provider.at("/models/kimi-k2/limit/context").asInt());
    assertHas(lines, "PERILUNE_API_KEY=secret");
  }

  @Test
  void qwenCodeGetsVariables() throws Exception {
    assertHas(
        startedAs(Client.QWEN),
        "OPENAI_BASE_URL=http://127.0.0.1:8080/v1",
        "OPENAI_API_KEY=secret",
        "OPENAI_MODEL=kimi-k2");
  }

  @Test
  void saysThatAClientIsNotThere() {
    LaunchException problem =
        assertThrows(
            LaunchException.class,
            () -> ClientProcess.run(Client.CODEX.setup(SERVER), folder.toString(), List.of()));
    assertTrue(problem.getMessage().contains("'codex'"), problem.getMessage());
  }
}
