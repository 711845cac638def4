package io.perilune.server.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.perilune.server.ScriptedServer;
import io.perilune.server.engine.ModelHost;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class LaunchCommandTest {
  @TestHTTPResource("/")
  URI root;

  @Inject ModelHost host;

  @BeforeEach
  void load() {
    ScriptedServer.ready(host);
  }

  @Test
  void printsWhatTheServerSays() {
    CommandRun run = CommandRun.of("launch", "claude", "--print", "--url", root.toString());
    assertEquals(0, run.status(), run.err());
    for (String line :
        new String[] {
          "export ANTHROPIC_DEFAULT_SONNET_MODEL=m",
          "export CLAUDE_CODE_MAX_CONTEXT_TOKENS=65536",
          "claude"
        }) {
      assertTrue(run.out().lines().anyMatch(line::equals), line + " in " + run.out());
    }
  }

  @Test
  void passesArgumentsOn() {
    CommandRun run =
        CommandRun.of(
            "launch", "codex", "--print", "--url", root.toString(), "--", "exec", "-x", "a b");
    assertEquals(0, run.status(), run.err());
    assertTrue(run.out().strip().endsWith("exec -x 'a b'"), run.out());
  }

  @Test
  void saysThatNoServerIsThere() {
    CommandRun run = CommandRun.of("launch", "qwen", "--print", "--url", "http://127.0.0.1:9");
    assertEquals(1, run.status());
    assertTrue(run.err().contains("perilune serve"), run.err());
    assertEquals(2, CommandRun.of("launch", "emacs").status());
  }
}
