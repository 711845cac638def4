package io.perilune.server.security;

/** The server does not start with these settings. The message is a sentence for its operator. */
public final class UnsafeSettingsException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UnsafeSettingsException(String message) {
    super(message);
  }
}
