package io.perilune.server.sse;

/** The client closed the connection or stopped reading. */
public final class ClientGoneException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ClientGoneException(String message) {
    super(message);
  }
}
