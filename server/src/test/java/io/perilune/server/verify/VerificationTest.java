package io.perilune.server.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.perilune.server.verify.StubServer.Reply;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerificationTest {
  private static final RequestSettings SETTINGS =
      new RequestSettings("m", 0.5, null, null, Json.object());

  @TempDir private Path folder;
  private StubServer server;

  @BeforeEach
  void start() throws IOException {
    server =
        new StubServer()
            .on("good", Answers.call("get_weather", "{\"city\": \"Oslo\"}"))
            .on("streamed", Answers.streamedCall())
            .on("bad arguments", Answers.call("get_weather", "{\"city\": 1}"))
            .on("no json", Answers.call("get_weather", "{\"city\": "))
            .on("unknown tool", Answers.call("get_news", "{}"))
            .on("text", Answers.text("stop"))
            .on("cut", Answers.text("length"))
            .on("no call", Answers.text("tool_calls"))
            .on("failing", Reply.of(500, ""), Reply.of(500, ""), Answers.text("stop"))
            .on("refused", Reply.of(400, "{\"error\": \"Bad field\"}"));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private Summary run(List<Sample> samples, ResultLog log) throws Exception {
    RetryPolicy retries = new RetryPolicy(1, Duration.ofMillis(1));
    try (ChatSender sender =
        new ChatSender(Endpoint.of(server.url(), null), Duration.ofSeconds(20), retries)) {
      return new Verification(sender, SETTINGS, 4)
          .run(samples, Optional.ofNullable(log), (done, all, failed) -> {});
    }
  }

  private List<JsonNode> results() throws IOException {
    List<JsonNode> results = new ArrayList<>();
    for (String line : Files.readAllLines(folder.resolve("results.jsonl"))) {
      results.add(Json.read(line));
    }
    return results;
  }

  private JsonNode result(int index) throws IOException {
    return results().stream()
        .filter(result -> result.path("data_index").asInt() == index)
        .findFirst()
        .orElseThrow();
  }

  private static List<Sample> all() throws IOException {
    return List.of(
        Answers.sample(1, "good", "tool_calls"),
        Answers.sample(2, "streamed", "tool_calls"),
        Answers.sample(3, "bad arguments", "tool_calls"),
        Answers.sample(4, "no json", "stop"),
        Answers.sample(5, "unknown tool", null),
        Answers.sample(6, "text", "stop"),
        Answers.sample(7, "cut", "tool_calls"),
        Answers.sample(8, "no call", "tool_calls"),
        Answers.sample(9, "failing", "tool_calls"),
        Answers.sample(10, "refused", "stop"),
        Answers.sample(11, "text", "length"));
  }

  @Test
  void countsExactly() throws Exception {
    Summary summary;
    try (ResultLog log = ResultLog.create(folder, false)) {
      summary = run(all(), log);
    }
    assertEquals(new TriggerScore(4, 1, 1, 2), summary.trigger());
    assertEquals(4 / 5.0, summary.trigger().precision().getAsDouble());
    assertEquals(4 / 5.0, summary.trigger().recall().getAsDouble());
    assertEquals(4 / 5.0, summary.trigger().f1().getAsDouble(), 1e-12);
    assertEquals(2 / 6.0, summary.schemaAccuracy().getAsDouble());
    assertEquals(Map.of("http_500", 1, "http_400", 1), summary.failures());

    JsonNode json = Json.read(Files.readString(folder.resolve("summary.json")));
    JsonNode expected =
        Json.read(
            """
            {"model": "m", "success_count": 9, "failure_count": 2, "finish_stop": 2,
             "finish_tool_calls": 6, "finish_others": 1, "finish_others_detail": {"length": 1},
             "schema_validation_error_count": 4, "successful_tool_call_count": 2,
             "TP": 4, "FP": 1, "FN": 1, "TN": 2,
             "tool_call_precision": 0.8, "tool_call_recall": 0.8, "tool_call_f1": 0.8,
             "tool_call_errors": {"arguments_not_json": 1, "no_call": 1, "schema_violation": 1,
              "unknown_tool": 1},
             "failures": {"http_400": 1, "http_500": 1}}""");
    expected
        .properties()
        .forEach(field -> assertEquals(field.getValue(), json.get(field.getKey())));
    assertTrue(json.get("latency_p50_ms").asLong() <= json.get("latency_p95_ms").asLong());
  }

  @Test
  void writesResultsAsTheVendorVerifierDoes() throws Exception {
    try (ResultLog log = ResultLog.create(folder, false)) {
      run(all(), log);
    }
    assertEquals(11, results().size());
    JsonNode good = result(1);
    assertEquals("success", good.get("status").asText());
    assertEquals("tool_calls", good.get("finish_reason").asText());
    assertTrue(good.get("tool_calls_valid").asBoolean());
    assertEquals("m", good.at("/request/model").asText());
    assertEquals(0.5, good.at("/request/temperature").asDouble());
    assertEquals("system", good.at("/request/messages/0/role").asText());
    assertEquals(64, good.get("hash").asText().length());
    assertTrue(good.get("duration_ms").isIntegralNumber());
    assertTrue(good.get("last_run_at").isTextual());
    assertEquals(
        "get_weather", good.at("/response/choices/0/message/tool_calls/0/function/name").asText());
    assertFalse(result(3).get("tool_calls_valid").asBoolean());
    assertEquals("schema_violation", result(3).at("/tool_call_errors/0/kind").asText());
    assertTrue(result(6).get("tool_calls_valid").isNull());
    assertTrue(result(8).get("tool_calls_valid").isNull());
    JsonNode refused = result(10);
    assertEquals("failed", refused.get("status").asText());
    assertTrue(refused.get("finish_reason").isNull());
    assertEquals("HTTP 400: Bad field.", refused.at("/response/error").asText());
    assertEquals("_input", all().getFirst().request().at("/messages/0/role").asText());
  }

  @Test
  void readsItsResultsAsRequestsWithLabels() throws Exception {
    try (ResultLog log = ResultLog.create(folder, false)) {
      run(List.of(Answers.sample(4, "good", null), Answers.sample(6, "text", null)), log);
    }
    List<Sample> again = SampleReader.read(folder.resolve("results.jsonl"));
    Summary summary = run(again, null);
    assertEquals(new TriggerScore(1, 0, 0, 1), summary.trigger());
  }

  @Test
  void sendsAgainOnlyWhatHasNoAnswer() throws Exception {
    Summary first;
    try (ResultLog log = ResultLog.create(folder, false)) {
      first = run(all(), log);
    }
    Files.writeString(
        folder.resolve("results.jsonl"), "{\"data_index\": 1, \"requ", StandardOpenOption.APPEND);
    int sent = server.requests().size();
    Summary second;
    try (ResultLog log = ResultLog.resume(folder)) {
      second = run(all(), log);
    }
    assertEquals(2, server.requests().size() - sent);
    assertEquals(1, second.failed());
    assertEquals(first.successes() + 1, second.successes());
    assertEquals(first.schemaAccuracy(), second.schemaAccuracy());
    assertEquals(11, results().size());
    assertEquals("stop", result(9).get("finish_reason").asText());
  }

  @Test
  void sendsAgainWhatIsAskedDifferently() throws Exception {
    try (ResultLog log = ResultLog.create(folder, false)) {
      run(List.of(Answers.sample(1, "text", null)), log);
    }
    try (ResultLog log = ResultLog.resume(folder)) {
      run(List.of(Answers.sample(1, "good", null)), log);
    }
    assertEquals(1, server.asked("good"));
  }

  @Test
  void keepsFilesThatAreNotItsOwn() throws Exception {
    Path file = Files.writeString(folder.resolve("results.jsonl"), "my notes\non results\n");
    assertThrows(VerificationException.class, () -> ResultLog.create(folder, false));
    assertThrows(VerificationException.class, () -> ResultLog.resume(folder));
    assertEquals("my notes\non results\n", Files.readString(file));
  }

  @Test
  void setsWhatTheUserAsksFor() throws Exception {
    RequestSettings settings =
        new RequestSettings("n", 0.0, 7, true, RequestSettings.extra("{\"seed\": 1}"));
    JsonNode request = settings.applied(Answers.request("hi"));
    assertEquals("n", request.get("model").asText());
    assertEquals(7, request.get("max_tokens").asInt());
    assertTrue(request.get("stream").asBoolean());
    assertEquals(1, request.get("seed").asInt());
    JsonNode untouched = SETTINGS.applied(Answers.request("hi"));
    assertFalse(untouched.has("max_tokens") || untouched.has("stream"));
    assertThrows(VerificationException.class, () -> RequestSettings.extra("[1]"));
    assertThrows(VerificationException.class, () -> RequestSettings.extra("{"));
  }

  @Test
  void takesPercentilesByTheNearestRank() {
    Tally tally = new Tally();
    for (int millis : new int[] {50, 10, 40, 20, 30}) {
      tally.add(
          new SampleResult(
              1,
              Json.object(),
              "",
              Json.object(),
              Optional.of("stop"),
              List.of(),
              Optional.empty(),
              millis),
          Optional.empty());
    }
    Summary summary = tally.summary("m");
    assertEquals(30, summary.latencyP50().getAsLong());
    assertEquals(50, summary.latencyP95().getAsLong());
    assertTrue(summary.trigger().f1().isEmpty());
    assertTrue(summary.schemaAccuracy().isEmpty());
  }
}
