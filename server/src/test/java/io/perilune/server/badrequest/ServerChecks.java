package io.perilune.server.badrequest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/** Whether a server is as it was when a bad request is over. */
final class ServerChecks {
  private static final Duration SLOTS_FREE_LIMIT = Duration.ofSeconds(1);
  private static final long HEAP_GROWTH_MAX = 64L << 20;
  private static final String GOOD =
      """
      {"model": "m", "max_tokens": 4, "messages": [{"role": "user", "content": "hi"}]}\
      """;

  private final ServerProcess server;
  private final Instant start = Instant.now();

  /** The heap in use before the request; negative if it does not matter. */
  private final long heapBefore;

  private ServerChecks(ServerProcess server, long heapBefore) {
    this.server = server;
    this.heapBefore = heapBefore;
  }

  /** Looks at a server before a request. */
  static ServerChecks before(ServerProcess server, Expectation expectation)
      throws IOException, InterruptedException {
    return new ServerChecks(server, expectation.after("heap_back") ? server.heapInUse() : -1);
  }

  /** What is wrong with the server now. */
  Optional<String> problem(Expectation expectation, BadRequest request)
      throws IOException, InterruptedException {
    if (expectation.after("exit_0")) {
      int status = server.exitStatus();
      return status == 0 ? Optional.empty() : Optional.of("exit status " + status);
    }
    if (expectation.after("slots_free") && !slotsBecomeFree()) {
      return Optional.of("slots are busy one second later");
    }
    if (expectation.after("healthy")) {
      int status = server.post("/v1/chat/completions", GOOD).status();
      if (status != 200) {
        return Optional.of("a good request gets " + status + " then");
      }
    }
    if (expectation.after("no_file_outside") && wroteAFile(request)) {
      return Optional.of("there is a file that was not there");
    }
    if (expectation.after("heap_back")) {
      long growth = server.heapInUse() - heapBefore;
      if (growth > HEAP_GROWTH_MAX) {
        return Optional.of("the heap has grown by " + (growth >> 20) + " MiB");
      }
    }
    return expectation.logProblem(server.log());
  }

  private boolean slotsBecomeFree() throws InterruptedException {
    long deadline = System.nanoTime() + SLOTS_FREE_LIMIT.toNanos();
    while (server.get("/slots").body().contains("\"is_processing\":true")) {
      if (System.nanoTime() > deadline) {
        return false;
      }
      Thread.sleep(20);
    }
    return true;
  }

  /** Whether the file that the request names, or any in the working directory, is new. */
  private boolean wroteAFile(BadRequest request) throws IOException {
    String name = request.record().at("/body/filename").asText("");
    try {
      Path named = server.workingDirectory().resolve(name);
      if (Files.isRegularFile(named)
          && Files.getLastModifiedTime(named).toInstant().isAfter(start)) {
        return true;
      }
    } catch (InvalidPathException e) {
      // No file can have such a name.
    }
    try (Stream<Path> files = Files.list(server.workingDirectory())) {
      return files.findAny().isPresent();
    }
  }
}
