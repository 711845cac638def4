package io.perilune.server.api.anthropic;

import io.perilune.server.error.ApiException;
import io.perilune.server.error.ErrorKind;

/** An error as clients of this API expect it. */
public record MessagesError(String type, Detail error, String requestId) {
  /** The error. */
  public record Detail(String type, String message) {}

  private static final int OVERLOADED = 529;

  /** The body for an error. */
  public static MessagesError of(ApiException error, String requestId) {
    return new MessagesError("error", new Detail(type(error.kind()), message(error)), requestId);
  }

  /** The HTTP status for a kind of errors. */
  public static int status(ErrorKind kind) {
    return kind == ErrorKind.BUSY ? OVERLOADED : kind.status();
  }

  private static String type(ErrorKind kind) {
    return switch (kind) {
      case INVALID_REQUEST,
          CONTEXT_OVERFLOW,
          METHOD_NOT_ALLOWED,
          BODY_INCOMPLETE,
          UNSUPPORTED_MEDIA_TYPE ->
          "invalid_request_error";
      case UNAUTHORIZED -> "authentication_error";
      case FORBIDDEN -> "permission_error";
      case MODEL_NOT_FOUND, NOT_FOUND -> "not_found_error";
      case BODY_TOO_LARGE -> "request_too_large";
      case BUSY -> "overloaded_error";
      case TOO_MANY_REQUESTS -> "rate_limit_error";
      case INTERNAL, UNAVAILABLE -> "api_error";
    };
  }

  private static String message(ApiException error) {
    // Clients recognise this very sentence, and shorten the conversation.
    return error
        .overflow()
        .map(
            overflow ->
                "prompt is too long: "
                    + overflow.promptTokens()
                    + " tokens > "
                    + overflow.contextLength()
                    + " maximum")
        .orElseGet(
            () -> error.parameter().map(path -> located(path, error)).orElse(error.getMessage()));
  }

  /** The message behind the field's path as this API writes it: {@code messages.0.role: ...}. */
  private static String located(String path, ApiException error) {
    String message = error.getMessage();
    String rest = message.startsWith(path + " ") ? message.substring(path.length() + 1) : message;
    return path.replace("[", ".").replace("]", "") + ": " + rest;
  }
}
