package io.perilune.server.api.openai;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.perilune.server.error.ApiException;
import io.perilune.server.error.ErrorKind;

/** An error as clients of this API expect it. */
public record ErrorBody(Detail error) {
  /**
   * The error.
   *
   * @param param the path of the field at fault, or {@code null}
   * @param code a finer name than {@code type}, or {@code null}
   */
  @JsonInclude(JsonInclude.Include.ALWAYS)
  public record Detail(String message, String type, String param, String code) {}

  /** The body for an error. */
  public static ErrorBody of(ApiException error) {
    return new ErrorBody(
        new Detail(
            error.getMessage(),
            type(error.kind()),
            error.parameter().orElse(null),
            code(error.kind())));
  }

  private static String type(ErrorKind kind) {
    return switch (kind) {
      case INVALID_REQUEST,
          CONTEXT_OVERFLOW,
          MODEL_NOT_FOUND,
          NOT_FOUND,
          METHOD_NOT_ALLOWED,
          BODY_INCOMPLETE,
          BODY_TOO_LARGE,
          UNSUPPORTED_MEDIA_TYPE ->
          "invalid_request_error";
      case UNAUTHORIZED -> "authentication_error";
      case FORBIDDEN -> "permission_error";
      case BUSY, TOO_MANY_REQUESTS -> "rate_limit_error";
      case INTERNAL -> "server_error";
      case UNAVAILABLE -> "unavailable_error";
    };
  }

  private static String code(ErrorKind kind) {
    return switch (kind) {
      case INVALID_REQUEST, METHOD_NOT_ALLOWED, BODY_INCOMPLETE, UNSUPPORTED_MEDIA_TYPE -> null;
      case UNAUTHORIZED -> "invalid_api_key";
      case FORBIDDEN -> "forbidden";
      case CONTEXT_OVERFLOW -> "context_length_exceeded";
      case MODEL_NOT_FOUND -> "model_not_found";
      case NOT_FOUND -> "not_found";
      case BODY_TOO_LARGE -> "request_too_large";
      case BUSY, TOO_MANY_REQUESTS -> "rate_limit_exceeded";
      case INTERNAL -> "internal_error";
      case UNAVAILABLE -> "service_unavailable";
    };
  }
}
