package io.perilune.server.badrequest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Optional;

/** What must come back for a record. */
record Expectation(JsonNode expect) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long MILLIS_DEFAULT = 60_000;
  private static final int EXCERPT_CHARS = 200;

  /** The time limit, in milliseconds. */
  long millis() {
    return expect.path("max_ms").asLong(MILLIS_DEFAULT);
  }

  /** Whether a check is to be made when all is over. */
  boolean after(String check) {
    return contains(expect.path("after"), check);
  }

  /** What is wrong with an answer, but for the time that it took; empty if it is as it must be. */
  Optional<String> problem(RawAnswer answer) {
    if (answer.status() == RawAnswer.NOTHING) {
      return Optional.of("no answer within " + answer.millis() + " ms");
    }
    if (!contains(expect.get("status"), Integer.toString(answer.status()))) {
      return Optional.of("status " + answer.status() + " " + excerpt(answer.body()));
    }
    for (JsonNode leak : expect.path("not_in_body")) {
      if (answer.body().contains(leak.asText())) {
        return Optional.of("the answer holds " + leak);
      }
    }
    if (answer.status() < 400) {
      return Optional.empty();
    }
    return switch (expect.path("api").asText()) {
      case "openai" -> error(answer.body());
      case "anthropic" -> form(answer.body()).or(() -> error(answer.body()));
      default -> Optional.empty();
    };
  }

  /** What of a log must not be there. */
  Optional<String> logProblem(String log) {
    for (JsonNode leak : expect.path("not_in_log")) {
      if (log.contains(leak.asText())) {
        return Optional.of("the log holds " + leak);
      }
    }
    return Optional.empty();
  }

  /** What errors of the Messages API have beside a type and a message. */
  private static Optional<String> form(String body) {
    try {
      JsonNode answer = JSON.readTree(body);
      return answer.path("type").asText().equals("error") && answer.path("request_id").isTextual()
          ? Optional.empty()
          : Optional.of("the error has another form: " + excerpt(body));
    } catch (IOException e) {
      return Optional.of("the answer is not JSON: " + excerpt(body));
    }
  }

  private Optional<String> error(String body) {
    JsonNode error;
    try {
      error = JSON.readTree(body).path("error");
    } catch (IOException e) {
      return Optional.of("the answer is not JSON: " + excerpt(body));
    }
    if (expect.has("type") && !contains(expect.get("type"), error.path("type").asText())) {
      return Optional.of("type " + error.path("type"));
    }
    if (expect.has("code") && !contains(expect.get("code"), error.path("code").asText())) {
      return Optional.of("code " + error.path("code"));
    }
    String named = error.path("param").asText() + " " + error.path("message").asText();
    if (expect.has("param") && !named.contains(expect.get("param").asText())) {
      return Optional.of("does not name " + expect.get("param") + ": " + excerpt(body));
    }
    return Optional.empty();
  }

  private static boolean contains(JsonNode allowed, String value) {
    if (!allowed.isArray()) {
      return allowed.asText().equals(value);
    }
    for (JsonNode one : allowed) {
      if (one.asText().equals(value)) {
        return true;
      }
    }
    return false;
  }

  private static String excerpt(String body) {
    return body.substring(0, Math.min(EXCERPT_CHARS, body.length()));
  }
}
