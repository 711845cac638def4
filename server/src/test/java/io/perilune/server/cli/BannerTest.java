package io.perilune.server.cli;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.perilune.server.ScriptedServer;
import io.perilune.server.config.PeriluneConfig;
import io.perilune.server.engine.ModelHost;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;

@QuarkusTest
class BannerTest {
  @Inject ModelHost host;
  @Inject PeriluneConfig config;

  @Test
  void hasTheLinesToPasteForClients() {
    String banner =
        Banner.text(ScriptedServer.ready(host).model(), config, "http://127.0.0.1:8080");
    for (String line :
        new String[] {
          "export OPENAI_BASE_URL=http://127.0.0.1:8080/v1 OPENAI_API_KEY=none",
          "export ANTHROPIC_BASE_URL=http://127.0.0.1:8080",
          "export ANTHROPIC_AUTH_TOKEN=none",
          "export ANTHROPIC_MODEL=m",
          "export ANTHROPIC_DEFAULT_HAIKU_MODEL=m",
          "export CLAUDE_CODE_MAX_CONTEXT_TOKENS=65536",
          "export API_TIMEOUT_MS=3000000"
        }) {
      assertTrue(banner.lines().anyMatch(l -> l.strip().equals(line)), line + " in " + banner);
    }
  }
}
