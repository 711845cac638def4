package io.perilune.server.badrequest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Sends every bad request of the reference data over a connection of its own to a server with the
 * settings that the record names, and looks at the server afterwards.
 */
@Tag("packaged")
class BadRequestsOnTheWireOracleTest {
  /** Other programs may have the machine for a moment: a late answer is asked for again. */
  private static final int TRIES = 3;

  @TempDir Path folder;
  private int servers;

  @Test
  void answersEachAsItMust() throws Exception {
    assumeTrue(Files.isDirectory(BadRequest.FOLDER), "no reference data at " + BadRequest.FOLDER);
    assumeTrue(Files.exists(ServerProcess.APPLICATION), "the server is not packaged");
    List<String> mismatches = new ArrayList<>();
    int checked = 0;
    for (Map.Entry<JsonNode, List<BadRequest>> group : bySettings().entrySet()) {
      ServerProcess server = start(group.getKey());
      try {
        for (BadRequest request : group.getValue()) {
          checked++;
          problem(server, request).ifPresent(p -> mismatches.add(request.id() + ": " + p));
          if (!server.isAlive()) {
            server = start(group.getKey());
          }
        }
      } finally {
        server.close();
      }
    }
    System.out.printf(
        "bad requests on the wire: records checked %d, mismatches %d, servers started %d%n",
        checked, mismatches.size(), servers);
    assertEquals(List.of(), mismatches);
  }

  private static Map<JsonNode, List<BadRequest>> bySettings() throws IOException {
    Map<JsonNode, List<BadRequest>> groups = new LinkedHashMap<>();
    for (BadRequest request : BadRequest.all()) {
      JsonNode settings = request.record().path("server");
      groups
          .computeIfAbsent(
              settings.isObject() ? settings : JsonNodeFactory.instance.objectNode(),
              key -> new ArrayList<>())
          .add(request);
    }
    return groups;
  }

  private ServerProcess start(JsonNode settings) throws IOException, InterruptedException {
    ServerProcess server =
        ServerProcess.start(settings, folder.resolve(Integer.toString(servers++)));
    // The time limits are for a server whose classes are loaded.
    for (String path : List.of("/v1/chat/completions", "/v1/messages", "/v1/responses")) {
      for (String body :
          List.of(
              "[",
              "{\"max_tokens\": 4, \"input\": \"hi\", \"messages\": [{\"role\": \"user\","
                  + " \"content\": \"hi\"}], \"response_format\": {\"type\": \"json_object\"}}")) {
        server.post(path, body);
      }
    }
    return server;
  }

  private Optional<String> problem(ServerProcess server, BadRequest request) throws Exception {
    Expectation expectation = new Expectation(request.expect());
    ServerChecks checks = ServerChecks.before(server, expectation);
    Optional<String> problem = Optional.empty();
    for (int i = 0; i < TRIES; i++) {
      List<RawAnswer> answers = answers(server, request, expectation);
      problem = answers.stream().flatMap(a -> expectation.problem(a).stream()).findFirst();
      if (problem.isPresent() && answers.getFirst().status() != RawAnswer.NOTHING) {
        return problem;
      }
      long slowest = answers.stream().mapToLong(RawAnswer::millis).max().orElseThrow();
      if (problem.isEmpty() && slowest <= expectation.millis()) {
        break;
      }
      problem = Optional.of("took " + slowest + " ms");
      if (request.wire().signal().isPresent()) {
        break;
      }
    }
    if (request.wire().restart()) {
      server.exitStatus();
      return problem;
    }
    return problem.isPresent() ? problem : checks.problem(expectation, request);
  }

  private static List<RawAnswer> answers(
      ServerProcess server, BadRequest request, Expectation expectation)
      throws InterruptedException, ExecutionException {
    Wire wire = request.wire();
    List<RawAnswer> answers = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < wire.repeat(); i++) {
        List<Future<RawAnswer>> together = new ArrayList<>();
        for (int j = 0; j < wire.parallel(); j++) {
          int repetition = i * wire.parallel() + j;
          together.add(threads.submit(() -> answer(server, request, expectation, repetition)));
        }
        for (Future<RawAnswer> answer : together) {
          answers.add(answer.get());
        }
      }
    }
    return answers;
  }

  private static RawAnswer answer(
      ServerProcess server, BadRequest request, Expectation expectation, int repetition) {
    Wire wire = request.wire();
    boolean held = wire.holdMillis() > 0 && wire.reading().equals(Reading.WHOLE);
    // Beyond the limit, to see whether there is an answer at all.
    long millis = held ? wire.holdMillis() : 2 * expectation.millis() + 5_000;
    RawAnswer answer =
        RawConnection.exchange(
            server.port(),
            wire.sending(RawRequest.of(request, repetition, server.key())),
            Duration.ofMillis(millis),
            wire.reading(),
            () -> wire.signal().ifPresent(server::signal));
    // Who is held on to a silent connection has closed it, too.
    return held && answer.status() == RawAnswer.NOTHING
        ? new RawAnswer(RawAnswer.CLOSED, "", answer.millis())
        : answer;
  }
}
