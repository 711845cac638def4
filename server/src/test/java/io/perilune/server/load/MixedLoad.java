package io.perilune.server.load;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Streamed requests to three APIs, all at once. Every fifth client leaves when the first byte of
 * its answer is there.
 */
final class MixedLoad {
  private static final int LEAVING = 5;
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  /** The last words of a stream that has ended as it should. */
  private static final List<String> LAST_EVENTS =
      List.of("data: [DONE]", "message_stop", "response.completed", "response.incomplete");

  private final URI root;
  private final String text;
  private final int maxTokens;

  /**
   * Prepares requests.
   *
   * @param text what each asks, followed by its number
   */
  MixedLoad(URI root, String text, int maxTokens) {
    this.root = root;
    this.text = text;
    this.maxTokens = maxTokens;
  }

  /**
   * What became of a request.
   *
   * @param left whether its client left
   * @param whole whether its answer ended as it should
   * @param firstByteNanos from sending it to the first byte of the answer's body
   */
  record Outcome(int status, boolean left, boolean whole, long firstByteNanos) {}

  /** Sends so many requests and waits for all that do not leave. */
  List<Outcome> run(int requests) throws InterruptedException, ExecutionException {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
      List<Future<Outcome>> running = new ArrayList<>();
      for (int i = 0; i < requests; i++) {
        int number = i;
        running.add(threads.submit(() -> send(client, number)));
      }
      List<Outcome> outcomes = new ArrayList<>();
      for (Future<Outcome> each : running) {
        outcomes.add(each.get());
      }
      return outcomes;
    }
  }

  private Outcome send(HttpClient client, int number) throws IOException, InterruptedException {
    long start = System.nanoTime();
    HttpResponse<InputStream> response =
        client.send(request(number), HttpResponse.BodyHandlers.ofInputStream());
    try (InputStream body = response.body()) {
      int first = body.read();
      long firstByteNanos = System.nanoTime() - start;
      if (number % LEAVING == 0) {
        return new Outcome(response.statusCode(), true, false, firstByteNanos);
      }
      String rest = (char) first + new String(body.readAllBytes(), StandardCharsets.UTF_8);
      boolean whole = LAST_EVENTS.stream().anyMatch(rest::contains);
      return new Outcome(response.statusCode(), false, whole, firstByteNanos);
    }
  }

  private HttpRequest request(int number) {
    String question = "\"" + text + " " + number + "\"";
    String messages = "\"messages\": [{\"role\": \"user\", \"content\": " + question + "}]";
    String limit = "\"max_tokens\": " + maxTokens + ", ";
    return switch (number % 3) {
      case 0 -> post("/v1/chat/completions", limit + messages);
      case 1 -> post("/v1/messages", limit + messages);
      default ->
          post("/v1/responses", "\"max_output_tokens\": " + maxTokens + ", \"input\": " + question);
    };
  }

  private HttpRequest post(String path, String fields) {
    return HttpRequest.newBuilder(root.resolve(path))
        .timeout(PATIENCE)
        .header("Content-Type", "application/json")
        .POST(HttpRequest.BodyPublishers.ofString("{\"stream\": true, " + fields + "}"))
        .build();
  }

  /** Prints how long clients waited for the first byte. */
  static void print(String title, List<Outcome> outcomes) {
    long[] nanos = outcomes.stream().mapToLong(Outcome::firstByteNanos).sorted().toArray();
    System.out.printf(
        "%s: %d requests at once, time to first byte p50 %.0f ms, p99 %.0f ms, max %.0f ms%n",
        title,
        nanos.length,
        nanos[nanos.length / 2] / 1e6,
        nanos[nanos.length * 99 / 100] / 1e6,
        nanos[nanos.length - 1] / 1e6);
  }
}
