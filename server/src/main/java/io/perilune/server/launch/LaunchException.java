package io.perilune.server.launch;

/** A client could not be started; the message is a sentence for its user. */
public final class LaunchException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  LaunchException(String message) {
    super(message);
  }
}
