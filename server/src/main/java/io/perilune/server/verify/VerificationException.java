package io.perilune.server.verify;

/** What keeps a verification from being made, as a sentence for its user. */
public final class VerificationException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  VerificationException(String sentence) {
    super(sentence);
  }

  VerificationException(String sentence, Throwable cause) {
    super(sentence, cause);
  }
}
