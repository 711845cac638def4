package io.perilune.inference.kv;

import java.io.IOException;

/** A prefix cache could not be saved or restored; the message says why and what to do. */
public final class PrefixFileException extends IOException {
  private static final long serialVersionUID = 1;

  private final boolean foreign;

  PrefixFileException(String message) {
    this(message, false);
  }

  PrefixFileException(String message, boolean foreign) {
    super(message);
    this.foreign = foreign;
  }

  PrefixFileException(String message, Throwable cause) {
    super(message, cause);
    this.foreign = cause instanceof PrefixFileException inner && inner.foreign;
  }

  /** Whether what stands in the file's place is something else that must not be replaced. */
  public boolean isForeign() {
    return foreign;
  }
}
