package io.perilune.server.error;

/** The sorts of errors that clients are told, each with its HTTP status. */
public enum ErrorKind {
  INVALID_REQUEST(400),
  /** The prompt does not fit into the context. */
  CONTEXT_OVERFLOW(400),
  /** No valid key. */
  UNAUTHORIZED(401),
  /** A host name or a web page that is not let in. */
  FORBIDDEN(403),
  MODEL_NOT_FOUND(404),
  NOT_FOUND(404),
  METHOD_NOT_ALLOWED(405),
  /** The client stopped sending, or sends too slowly. */
  BODY_INCOMPLETE(408),
  BODY_TOO_LARGE(413),
  UNSUPPORTED_MEDIA_TYPE(415),
  /** The queue is full. */
  BUSY(429),
  /** One conversation asks too often. */
  TOO_MANY_REQUESTS(429),
  INTERNAL(500),
  /** The model is loading, has failed to load, or its engine has stopped. */
  UNAVAILABLE(503);

  private final int status;

  ErrorKind(int status) {
    this.status = status;
  }

  /** The HTTP status code. */
  public int status() {
    return status;
  }

  /** The kind that fits an HTTP status best. */
  public static ErrorKind ofStatus(int status) {
    return switch (status) {
      case 401 -> UNAUTHORIZED;
      case 403 -> FORBIDDEN;
      case 404 -> NOT_FOUND;
      case 405 -> METHOD_NOT_ALLOWED;
      case 408 -> BODY_INCOMPLETE;
      case 413 -> BODY_TOO_LARGE;
      case 415 -> UNSUPPORTED_MEDIA_TYPE;
      case 429 -> BUSY;
      case 503 -> UNAVAILABLE;
      default -> status < 500 ? INVALID_REQUEST : INTERNAL;
    };
  }
}
