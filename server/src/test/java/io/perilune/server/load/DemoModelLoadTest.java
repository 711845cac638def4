package io.perilune.server.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.perilune.inference.engine.Engine;
import io.perilune.inference.engine.EngineMetrics;
import io.perilune.server.ScriptedServer;
import io.perilune.server.engine.ModelHost;
import io.perilune.server.load.MixedLoad.Outcome;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same with a model that computes. */
@QuarkusTest
@TestProfile(DemoModelLoadTest.DemoProfile.class)
class DemoModelLoadTest {
  private static final int REQUESTS = 200;

  /** A model's cache is taken in blocks; what is retained of a prompt may end within one. */
  private static final int BLOCK_TOKENS = 64;

  @TestHTTPResource("/")
  URI root;

  @Inject ModelHost host;
  @TempDir Path folder;

  public static final class DemoProfile implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of(
          "perilune.engine", "local",
          "perilune.queue", Integer.toString(REQUESTS),
          "perilune.stream.stall-limit", "30s");
    }
  }

  @Test
  void leaveNothingBehind() throws Exception {
    Engine engine = ScriptedServer.ready(host).model().engine();
    List<Outcome> outcomes = new MixedLoad(root, "Say hello", 16).run(REQUESTS);
    MixedLoad.print("demo model", outcomes);
    for (Outcome outcome : outcomes) {
      assertEquals(200, outcome.status());
      assertTrue(outcome.left() || outcome.whole(), outcome.toString());
    }
    ScriptedServer.await(() -> idle(engine.metrics()), "the slots and the queue to be empty");
    ScriptedServer.await(() -> !Leftovers.anyThreadAnswers(folder), "the threads to end");
    EngineMetrics metrics = engine.metrics();
    long lost = metrics.kvTokensUsed() - metrics.retainedTokens();
    assertTrue(lost >= 0 && lost < BLOCK_TOKENS, lost + " tokens of the KV cache are lost");
    assertEquals(REQUESTS, metrics.ended().values().stream().mapToLong(n -> n).sum());
  }

  private static boolean idle(EngineMetrics metrics) {
    return metrics.running() == 0 && metrics.waiting() == 0;
  }
}
