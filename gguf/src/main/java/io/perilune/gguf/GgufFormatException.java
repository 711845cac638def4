package io.perilune.gguf;

/** A file that is not valid GGUF. The message names the file, the place, and what to do. */
public final class GgufFormatException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public GgufFormatException(String message) {
    super(message);
  }

  public GgufFormatException(String message, Throwable cause) {
    super(message, cause);
  }
}
