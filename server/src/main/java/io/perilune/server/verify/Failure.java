package io.perilune.server.verify;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;

/**
 * Why a request has no answer.
 *
 * @param reason a short name, by which failures are counted
 * @param message what happened and what to do, in a sentence
 * @param passing whether the same request may succeed a little later
 */
record Failure(String reason, String message, boolean passing) {
  private static final int SHOWN_CHARACTERS = 300;

  /** The server answered with another status than 200. */
  static Failure status(int status, String body) {
    boolean passing = status == 408 || status == 409 || status == 429 || status >= 500;
    return new Failure(
        "http_" + status, "HTTP " + status + ": " + said(body) + remedy(status), passing);
  }

  private static String remedy(int status) {
    return switch (status) {
      case 401, 403 -> " Give a valid key with --api-key or OPENAI_API_KEY.";
      case 404 -> " Check --base-url, which ends in /v1 for most servers, and --model.";
      case 429, 503, 529 -> " Lower --concurrency or raise --retries.";
      case 301, 302, 303, 307, 308 -> " Give the address that it redirects to as --base-url.";
      default -> "";
    };
  }

  /** What the body says about an error, in few words. */
  private static String said(String body) {
    String text = body.strip();
    try {
      JsonNode error = Json.read(text).path("error");
      text = error.isTextual() ? error.textValue() : error.path("message").asText(text);
    } catch (JsonProcessingException e) {
      // Then it is shown as it is.
    }
    if (text.isEmpty()) {
      return "the answer says nothing more.";
    }
    String shown =
        text.length() > SHOWN_CHARACTERS ? text.substring(0, SHOWN_CHARACTERS) + "..." : text;
    return shown.endsWith(".") ? shown : shown + ".";
  }

  /** The whole answer was not there in time. */
  static Failure timeout(Duration timeout) {
    return new Failure(
        "timeout",
        "No complete answer within " + timeout.toSeconds() + " seconds; raise --timeout.",
        false);
  }

  /** Nothing came back. */
  static Failure noConnection(Endpoint endpoint, String detail) {
    return new Failure(
        "no_connection",
        "No answer from "
            + endpoint
            + (detail == null ? "" : " (" + detail + ")")
            + "; start the server or correct --base-url.",
        true);
  }

  /** The answer began and did not end. */
  static Failure brokenOff(String detail) {
    return new Failure("broken_answer", "The answer broke off: " + detail + ".", false);
  }

  /** The stream ended with an error that the server reported. */
  static Failure reported(String message) {
    return new Failure(
        "error_in_stream", "The server broke off the answer: " + said(message), false);
  }

  /** What came is no chat completion. */
  static Failure notACompletion(String detail) {
    return new Failure(
        "not_a_completion",
        "The answer is no chat completion: " + detail + "; check --base-url.",
        false);
  }
}
