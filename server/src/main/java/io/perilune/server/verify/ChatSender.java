package io.perilune.server.verify;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

/** Sends chat completion requests to one endpoint and waits for whole answers. Thread-safe. */
public final class ChatSender implements AutoCloseable {
  private static final long ANSWER_BYTES_MAX = 64L << 20;
  private static final int OK = 200;
  private static final int RETRY_SECONDS_DIGITS_MAX = 6;

  private final Endpoint endpoint;
  private final Duration timeout;
  private final RetryPolicy retries;

  /** Redirects are refused: they could lead to a server that nobody named. */
  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();

  /**
   * A sender.
   *
   * @param timeout how long one answer may take until it is complete
   */
  public ChatSender(Endpoint endpoint, Duration timeout, RetryPolicy retries) {
    this.endpoint = endpoint;
    this.timeout = timeout;
    this.retries = retries;
  }

  /**
   * The name of the first model that the endpoint lists.
   *
   * @throws VerificationException if it lists none
   */
  public String firstModel() throws InterruptedException {
    try {
      HttpResponse<byte[]> response = exchange(endpoint.request("models").GET().build());
      String name = Json.text(content(response, "").path("data").path(0), "id");
      if (!name.isEmpty()) {
        return name;
      }
      throw new VerificationException(
          "The server at " + endpoint + " lists no model; name one with --model.");
    } catch (FailureException e) {
      throw new VerificationException(
          "The models of " + endpoint + " cannot be read: " + e.getMessage(), e);
    }
  }

  /** Sends a request, if need be several times. */
  Outcome send(ObjectNode request) throws InterruptedException {
    HttpRequest post =
        endpoint
            .request("chat/completions")
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(Json.line(request)))
            .build();
    for (int attempt = 1; ; attempt++) {
      long start = System.nanoTime();
      Failure failure;
      Optional<Duration> asked = Optional.empty();
      try {
        HttpResponse<byte[]> response = exchange(post);
        asked = retryAfter(response.headers());
        ObjectNode completion = content(response, Json.text(request, "model"));
        requireChoice(completion);
        return new Outcome.Answered(completion, since(start));
      } catch (FailureException e) {
        failure = e.failure();
      }
      if (!failure.passing() || attempt > retries.retries()) {
        return new Outcome.Failed(failure, since(start));
      }
      Thread.sleep(retries.pause(attempt, asked));
    }
  }

  private static Duration since(long start) {
    return Duration.ofNanos(System.nanoTime() - start);
  }

  private static Optional<Duration> retryAfter(HttpHeaders headers) {
    return headers
        .firstValue("Retry-After")
        .filter(text -> !text.isEmpty() && text.length() <= RETRY_SECONDS_DIGITS_MAX)
        .filter(text -> text.chars().allMatch(c -> c >= '0' && c <= '9'))
        .map(text -> Duration.ofSeconds(Long.parseLong(text)));
  }

  /** The client's own timeout ends with the head of a response; this one ends with its body. */
  private HttpResponse<byte[]> exchange(HttpRequest request)
      throws FailureException, InterruptedException {
    AtomicBoolean begun = new AtomicBoolean();
    BodyHandler<byte[]> body =
        head -> {
          begun.set(true);
          return BodySubscribers.limiting(BodySubscribers.ofByteArray(), ANSWER_BYTES_MAX);
        };
    CompletableFuture<HttpResponse<byte[]>> answer = client.sendAsync(request, body);
    try {
      return answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      answer.cancel(true);
      throw new FailureException(Failure.timeout(timeout));
    } catch (InterruptedException e) {
      answer.cancel(true);
      throw e;
    } catch (ExecutionException e) {
      String detail = e.getCause() instanceof IOException cause ? cause.getMessage() : null;
      throw new FailureException(
          begun.get()
              ? Failure.brokenOff(detail == null ? "the connection was closed" : detail)
              : Failure.noConnection(endpoint, detail));
    }
  }

  private ObjectNode content(HttpResponse<byte[]> response, String model) throws FailureException {
    String body = endpoint.redacted(new String(response.body(), StandardCharsets.UTF_8));
    if (response.statusCode() != OK) {
      throw new FailureException(Failure.status(response.statusCode(), body));
    }
    boolean stream =
        response
            .headers()
            .firstValue("Content-Type")
            .filter(type -> type.startsWith("text/event-stream"))
            .isPresent();
    if (stream) {
      return StreamFold.fold(body, model);
    }
    try {
      if (Json.read(body) instanceof ObjectNode object) {
        return object;
      }
      throw new FailureException(Failure.notACompletion("it is no JSON object"));
    } catch (JsonProcessingException e) {
      throw new FailureException(Failure.notACompletion("it is not JSON"));
    }
  }

  private static void requireChoice(JsonNode completion) throws FailureException {
    if (!completion.path("choices").path(0).isObject()) {
      throw new FailureException(Failure.notACompletion("it has no choices"));
    }
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
