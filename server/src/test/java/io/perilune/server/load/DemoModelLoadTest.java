package io.perilune.server.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.perilune.inference.engine.Engine;
import io.perilune.inference.engine.EngineMetrics;
import io.perilune.inference.engine.Generation;
import io.perilune.inference.engine.GenerationEvent;
import io.perilune.inference.engine.GenerationRequest;
import io.perilune.inference.engine.StopCause;
import io.perilune.inference.sampling.SamplingOptions;
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
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same with a model that computes. */
@QuarkusTest
@TestProfile(DemoModelLoadTest.DemoProfile.class)
class DemoModelLoadTest {
  private static final int REQUESTS = 200;

  private static final int SLOTS = 4;
  private static final int CONTEXT = 512;
  private static final int OUTPUT = 8;

  @TestHTTPResource("/")
  URI root;

  @Inject ModelHost host;
  @TempDir Path folder;

  public static final class DemoProfile implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of(
          "perilune.engine", "local",
          "perilune.parallel", Integer.toString(SLOTS),
          "perilune.ctx-size", Integer.toString(CONTEXT),
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
    assertEquals(REQUESTS, engine.metrics().ended().values().stream().mapToLong(n -> n).sum());
    fillTheCache(engine, host.model(Optional.empty()).tokenizer().vocabularySize());
  }

  /** As many whole contexts as the cache holds find room at once, so no block of it is lost. */
  private static void fillTheCache(Engine engine, int vocabularySize) throws Exception {
    long preemptions = engine.metrics().preemptions();
    int contexts = Math.min(SLOTS, engine.metrics().kvTokens() / engine.contextLength());
    assertEquals(SLOTS, contexts, "whole contexts in the cache");
    List<Generation> generations = new ArrayList<>();
    for (int i = 0; i < contexts; i++) {
      int[] prompt = new int[engine.contextLength() - OUTPUT];
      for (int j = 0; j < prompt.length; j++) {
        prompt[j] = (contexts * j + i) % vocabularySize;
      }
      generations.add(
          engine.submit(new GenerationRequest(prompt, OUTPUT, new int[0], SamplingOptions.GREEDY)));
    }
    for (Generation generation : generations) {
      assertEquals(StopCause.LENGTH, end(generation));
    }
    assertEquals(preemptions, engine.metrics().preemptions());
  }

  private static StopCause end(Generation generation) throws InterruptedException {
    while (true) {
      if (generation.next(Duration.ofSeconds(1))
          instanceof GenerationEvent.Finished(StopCause cause, var _)) {
        return cause;
      }
    }
  }

  private static boolean idle(EngineMetrics metrics) {
    return metrics.running() == 0 && metrics.waiting() == 0;
  }
}
