package io.perilune.inference.kv;

import java.io.IOException;

/** A prefix cache could not be saved or restored; the message says why and what to do. */
public final class PrefixFileException extends IOException {
  private static final long serialVersionUID = 1;

  PrefixFileException(String message) {
    super(message);
  }

  PrefixFileException(String message, Throwable cause) {
    super(message, cause);
  }
}
