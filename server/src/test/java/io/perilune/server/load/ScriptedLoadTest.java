package io.perilune.server.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.perilune.server.ScriptedServer;
import io.perilune.server.engine.ModelHost;
import io.perilune.server.engine.ScriptedEngine;
import io.perilune.server.load.MixedLoad.Outcome;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@QuarkusTest
class ScriptedLoadTest {
  private static final int REQUESTS = 200;

  @TestHTTPResource("/")
  URI root;

  @Inject ModelHost host;
  @TempDir Path folder;

  @Test
  void leaveNothingBehind() throws Exception {
    ScriptedEngine engine = ScriptedServer.engine(host);
    List<Outcome> outcomes = new MixedLoad(root, "CASE slow-tokens", 26).run(REQUESTS);
    MixedLoad.print("scripted engine", outcomes);
    for (Outcome outcome : outcomes) {
      assertEquals(200, outcome.status());
      assertTrue(outcome.left() || outcome.whole(), outcome.toString());
    }
    ScriptedServer.await(() -> engine.running() == 0, "the generations to end");
    ScriptedServer.await(() -> !Leftovers.anyThreadAnswers(folder), "the threads to end");
  }
}
