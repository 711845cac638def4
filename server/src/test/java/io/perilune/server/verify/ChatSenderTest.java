package io.perilune.server.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.perilune.server.verify.StubServer.Reply;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChatSenderTest {
  private static final String KEY = "sk-very-secret";
  private static final Duration TIMEOUT = Duration.ofSeconds(20);

  private StubServer server;

  @BeforeEach
  void start() throws IOException {
    server = new StubServer();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private Outcome send(Duration timeout, Reply... inTurn) throws Exception {
    server.on("hi", inTurn);
    RetryPolicy retries = new RetryPolicy(2, Duration.ofMillis(1));
    try (ChatSender sender = new ChatSender(Endpoint.of(server.url(), KEY), timeout, retries)) {
      return sender.send(Answers.request("hi"));
    }
  }

  private Failure failure(Reply... inTurn) throws Exception {
    return assertInstanceOf(Outcome.Failed.class, send(TIMEOUT, inTurn)).failure();
  }

  private String finishReason(Reply... inTurn) throws Exception {
    return assertInstanceOf(Outcome.Answered.class, send(TIMEOUT, inTurn))
        .response()
        .at("/choices/0/finish_reason")
        .asText();
  }

  @Test
  void readsWholeAnswersAndStreams() throws Exception {
    assertEquals("stop", finishReason(Answers.text("stop")));
    assertEquals("tool_calls", finishReason(Answers.streamedCall()));
  }

  @Test
  void sendsTheKeyInAHeader() throws Exception {
    send(TIMEOUT, Answers.text("stop"));
    assertEquals(List.of("Bearer " + KEY), server.keys());
  }

  @ParameterizedTest
  @ValueSource(ints = {408, 429, 500, 503})
  void triesAgainWhatMayPass(int status) throws Exception {
    Reply busy = Reply.of(status, "{\"error\": {\"message\": \"Not now\"}}");
    assertEquals("stop", finishReason(busy, busy, Answers.text("stop")));
    assertEquals(3, server.asked("hi"));
  }

  @Test
  void givesUpAfterTheRetries() throws Exception {
    Failure failure = failure(Reply.of(500, "{\"error\": {\"message\": \"It burns\"}}"));
    assertEquals("http_500", failure.reason());
    assertEquals("HTTP 500: It burns.", failure.message());
    assertEquals(3, server.asked("hi"));
  }

  @Test
  void waitsAsLongAsTheServerAsks() throws Exception {
    long start = System.nanoTime();
    Reply busy = Reply.of(429, "").with("Retry-After", "1");
    assertEquals("stop", finishReason(busy, Answers.text("stop")));
    assertTrue(System.nanoTime() - start >= Duration.ofSeconds(1).toNanos());
  }

  @Test
  void pausesLongerEachTimeWithinLimits() {
    RetryPolicy policy = RetryPolicy.of(20);
    assertEquals(Duration.ofMillis(500), policy.pause(1, Optional.empty()));
    assertEquals(Duration.ofSeconds(2), policy.pause(3, Optional.empty()));
    assertEquals(Duration.ofSeconds(8), policy.pause(20, Optional.empty()));
    assertEquals(Duration.ofSeconds(60), policy.pause(1, Optional.of(Duration.ofDays(1))));
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 401, 404, 422})
  void doesNotRepeatWhatWillNotPass(int status) throws Exception {
    assertEquals("http_" + status, failure(Reply.of(status, "no")).reason());
    assertEquals(1, server.asked("hi"));
  }

  @Test
  void followsNoRedirect() throws Exception {
    try (StubServer other = new StubServer().on("hi", Answers.text("stop"))) {
      Reply away = Reply.of(307, "").with("Location", other.url() + "/chat/completions");
      assertEquals("http_307", failure(away).reason());
      assertEquals(List.of(), other.requests());
    }
  }

  @Test
  void endsWaitingAfterTheTimeout() throws Exception {
    Outcome outcome = send(Duration.ofMillis(300), Answers.text("stop").asLate());
    Failure failure = assertInstanceOf(Outcome.Failed.class, outcome).failure();
    assertEquals("timeout", failure.reason());
    assertTrue(failure.message().contains("--timeout"), failure.message());
    assertEquals(1, server.asked("hi"));
  }

  @Test
  void tellsBrokenStreams() throws Exception {
    assertEquals("broken_answer", failure(Answers.streamedCall().cut()).reason());
    assertEquals(1, server.asked("hi"));
    assertEquals("broken_answer", failure(Reply.events("data: {\"choices\"")).reason());
  }

  @Test
  void tellsAnswersThatAreNoCompletions() throws Exception {
    assertEquals("not_a_completion", failure(Reply.of(200, "<html>")).reason());
    assertEquals("not_a_completion", failure(Reply.of(200, "[]")).reason());
    assertEquals("not_a_completion", failure(Reply.of(200, "{\"choices\": []}")).reason());
  }

  @Test
  void tellsThatNobodyListens() throws Exception {
    server.close();
    Failure failure = failure();
    assertEquals("no_connection", failure.reason());
    assertTrue(failure.message().contains(server.url()), failure.message());
  }

  @Test
  void repeatsNoKeyThatIsEscaped() {
    String key = "sk-a/b\\c\"d+e&f";
    Endpoint endpoint = Endpoint.of(server.url(), key);
    for (String spelled :
        new String[] {
          key,
          "sk-a\\/b\\\\c\\\"d+e\\u0026f",
          "sk-a\\u002Fb\\u005cc\\u0022d\\u002be&f",
          "\\u0073k-a\\\\/b\\\\\\\\c\\\\\\\"d+e&f",
          "sk-a%2Fb%5cc%22d%2Be%26f",
          "sk-a%252Fb%255Cc%2522d%252Be%2526f",
          "sk-a&#47;b&#92;c&quot;d&#x2B;e&amp;f"
        }) {
      assertEquals("<[key]>", endpoint.redacted("<" + spelled + ">"), spelled);
    }
    assertEquals("sk-a/b\\c", endpoint.redacted("sk-a/b\\c"));
  }

  @Test
  void repeatsNoKey() throws Exception {
    String body = "{\"error\": {\"message\": \"Wrong key " + KEY + "\"}}";
    assertEquals(
        "HTTP 401: Wrong key [key]. Give a valid key with --api-key or OPENAI_API_KEY.",
        failure(Reply.of(401, body)).message());
    Outcome outcome = send(TIMEOUT, Answers.text(KEY));
    assertFalse(outcome.toString().contains(KEY), outcome.toString());
    assertFalse(Endpoint.of(server.url(), KEY).toString().contains(KEY));
    String badKey = KEY + "\nX: y";
    String problem =
        assertThrows(VerificationException.class, () -> Endpoint.of(server.url(), badKey))
            .getMessage();
    assertFalse(problem.contains(KEY), problem);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ftp://host/v1",
        "host:8080",
        "http://",
        "http://u:p@host/v1",
        "http://h/v1?k=1",
        "%"
      })
  void refusesBaseUrlsThatAreNone(String url) {
    String problem =
        assertThrows(VerificationException.class, () -> Endpoint.of(url, null)).getMessage();
    assertTrue(problem.startsWith("The base URL"), problem);
  }

  @Test
  void findsTheModel() throws Exception {
    try (ChatSender sender =
        new ChatSender(Endpoint.of(server.url() + "/", null), TIMEOUT, RetryPolicy.of(0))) {
      assertEquals("stub", sender.firstModel());
    }
  }
}
