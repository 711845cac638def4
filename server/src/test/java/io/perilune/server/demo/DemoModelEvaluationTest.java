package io.perilune.server.demo;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.perilune.server.ScriptedServer;
import io.perilune.server.demo.Scorecard.Measure;
import io.perilune.server.engine.ModelHost;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The bars that the embedded model has to reach on tools that its training never saw. */
@QuarkusTest
@TestProfile(DemoModelEvaluationTest.LocalEngineProfile.class)
@Tag("evaluation")
class DemoModelEvaluationTest {
  private static final int CLIENTS = 4;

  /** Every how manieth request is asked twice: as a stream and whole. */
  private static final int COMPARED = 5;

  public static final class LocalEngineProfile implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of("perilune.engine", "local", "perilune.alias", "perilune-demo");
    }
  }

  @Inject ModelHost host;

  @TestHTTPResource("/")
  URL server;

  @BeforeEach
  void load() {
    ScriptedServer.ready(host);
  }

  @Test
  void generatedConversations() throws Exception {
    Scorecard card = measure("generated", RequestSets.conversations("generated.jsonl"));
    assertAll(
        () -> atLeast(97, card, Measure.DECISION),
        () -> atLeast(96, card, Measure.NAME),
        () -> atLeast(85, card, Measure.ARGUMENTS),
        () -> atLeast(75, card, Measure.PARALLEL),
        () -> atLeast(95, card, Measure.ANSWER));
  }

  @Test
  void handWrittenRequests() throws Exception {
    List<ToolRequest> requests = new ArrayList<>(RequestSets.handWritten("handwritten.jsonl"));
    requests.addAll(RequestSets.handWritten("handwritten-held-back.jsonl"));
    Scorecard card = measure("hand-written", requests);
    assertAll(
        () -> atLeast(95, card, Measure.DECISION),
        () -> atLeast(92, card, Measure.NAME),
        () -> atLeast(75, card, Measure.ARGUMENTS));
  }

  private static void atLeast(double bar, Scorecard card, Measure measure) {
    double percent = card.percent(measure);
    assertTrue(percent >= bar, measure + " is " + percent + " %; it must be " + bar + " % or more");
  }

  private Scorecard measure(String title, List<ToolRequest> requests) throws Exception {
    Scorecard card = new Scorecard();
    try (ChatClient client = new ChatClient(server.getPort());
        ExecutorService clients = Executors.newFixedThreadPool(CLIENTS)) {
      List<Callable<Void>> tasks = new ArrayList<>();
      for (int i = 0; i < requests.size(); i++) {
        ToolRequest request = requests.get(i);
        boolean compare = i % COMPARED == 0;
        tasks.add(
            () -> {
              Reply reply = client.ask(request, true);
              if (compare) {
                assertEquals(reply, client.ask(request, false), request.name());
              }
              card.judge(request, reply);
              return null;
            });
      }
      for (Future<Void> done : clients.invokeAll(tasks)) {
        done.get();
      }
    }
    System.out.println("\nDemonstration model, " + title + " requests\n\n" + card.table());
    Files.write(Path.of("target", "demo-evaluation-" + title + ".txt"), card.wrong());
    return card;
  }
}
