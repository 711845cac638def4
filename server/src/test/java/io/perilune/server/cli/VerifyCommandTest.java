package io.perilune.server.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.perilune.server.verify.Answers;
import io.perilune.server.verify.StubServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerifyCommandTest {
  private static final String KEY = "sk-very-secret";

  @TempDir private Path folder;
  private StubServer server;
  private Path requests;

  @BeforeEach
  void start() throws IOException {
    server =
        new StubServer()
            .on("good", Answers.call("get_weather", "{\"city\": \"Oslo\"}"))
            .on("bad", Answers.call("get_weather", "{\"city\": 1, \"x\": \"\u001b[31m\"}"))
            .on("text", Answers.text("stop"));
    requests =
        Files.write(
            folder.resolve("samples.jsonl"),
            Stream.of("good", "bad", "text").map(Answers::requestLine).toList());
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private CommandRun verify(String... options) {
    List<String> arguments =
        new ArrayList<>(
            List.of("verify", requests.toString(), "--base-url", server.url(), "--api-key", KEY));
    arguments.addAll(List.of(options));
    CommandRun run = CommandRun.of(arguments.toArray(String[]::new));
    assertFalse((run.out() + run.err()).contains(KEY));
    return run;
  }

  private String labels(String... reasons) throws IOException {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < reasons.length; i++) {
      lines.append(
          "{\"data_index\": %d, \"request\": {}, \"finish_reason\": \"%s\"}%n"
              .formatted(i + 1, reasons[i]));
    }
    return Files.writeString(folder.resolve("labels.jsonl"), lines).toString();
  }

  @Test
  void showsTheFigures() throws IOException {
    CommandRun run = verify("--labels", labels("tool_calls", "stop", "stop"));
    assertEquals(0, run.status(), run.err());
    assertTrue(run.out().contains("3 answered, 0 failed"), run.out());
    assertTrue(run.out().contains("stop 1, tool_calls 2"), run.out());
    assertTrue(run.out().contains("66.67 %   precision 50.00 %, recall 100.00 %"), run.out());
    assertTrue(run.out().contains("TP 1, FP 1, FN 0, TN 1"), run.out());
    assertTrue(run.out().contains("50.00 %   1 of 2 answers with tool calls"), run.out());
    assertTrue(run.out().contains("request 2: arguments of get_weather"), run.out());
    assertFalse(run.out().contains("\u001b"), run.out());
    assertEquals("stub", server.requests().getFirst().path("model").asText());
  }

  @Test
  void failsBelowTheWantedShares() throws IOException {
    assertEquals(0, verify("--min-schema-accuracy", "0.5").status());
    CommandRun accuracy = verify("--min-schema-accuracy", "0.51");
    assertEquals(1, accuracy.status());
    assertTrue(accuracy.err().contains("is 0.5; --min-schema-accuracy asks for 0.51"));
    String labels = labels("tool_calls", "tool_calls", "stop");
    assertEquals(0, verify("--labels", labels, "--min-trigger-f1", "1").status());
    assertEquals(1, verify("--min-trigger-f1", "0.1").status());
  }

  @Test
  void failsWithoutAnswers() {
    server.close();
    CommandRun run = verify("--model", "m", "--retries", "0");
    assertEquals(1, run.status());
    assertTrue(run.err().contains("No request was answered."), run.err());
    assertTrue(run.out().contains("no_connection 3"), run.out());
    CommandRun unnamed = verify();
    assertEquals(1, unnamed.status());
    assertTrue(unnamed.err().contains("cannot be read: No answer from"), unnamed.err());
  }

  @Test
  void writesFilesWithoutTheKeyAndResumes() throws IOException {
    Path out = folder.resolve("run");
    assertEquals(0, verify("--out", out.toString(), "--limit", "2").status());
    assertEquals(2, server.requests().size());
    CommandRun again = verify("--out", out.toString());
    assertEquals(1, again.status());
    assertTrue(again.err().contains("--resume"), again.err());
    assertEquals(0, verify("--out", out.toString(), "--resume").status());
    assertEquals(3, server.requests().size());
    String results = Files.readString(out.resolve("results.jsonl"));
    assertEquals(3, results.lines().count());
    assertFalse(results.contains(KEY));
    assertTrue(Files.readString(out.resolve("summary.json")).contains("\"success_count\" : 3"));
    assertEquals(0, verify("--out", out.toString(), "--force").status());
    assertEquals(6, server.requests().size());
  }

  @Test
  void passesOptionsOn() {
    verify("--model", "k", "--temperature", "0", "--max-tokens", "9", "--no-stream");
    server
        .requests()
        .forEach(
            request -> {
              assertEquals("k", request.path("model").asText());
              assertEquals(9, request.path("max_tokens").asInt());
              assertTrue(request.path("stream").isBoolean() && !request.path("stream").asBoolean());
            });
    assertEquals(3, server.requests().size());
  }

  @Test
  void refusesOptionsOutOfRange() {
    assertEquals(2, verify("--concurrency", "0").status());
    assertEquals(2, verify("--min-schema-accuracy", "95").status());
    assertEquals(2, verify("--temperature", "NaN").status());
    assertEquals(2, verify("--resume").status());
    assertEquals(1, verify("--extra-body", "[]").status());
    assertEquals(List.of(), server.requests());
  }

  @Test
  void isListed() {
    assertTrue(CommandRun.of("--help").out().contains("verify"));
    assertTrue(CommandRun.of("verify", "--help").out().contains("--min-trigger-f1"));
  }
}
