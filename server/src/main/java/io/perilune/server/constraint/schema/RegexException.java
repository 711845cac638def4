package io.perilune.server.constraint.schema;

/** A regular expression that cannot be enforced. The message says why. */
final class RegexException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final boolean malformed;

  private RegexException(String message, boolean malformed) {
    super(message, null, false, false);
    this.malformed = malformed;
  }

  /** For what is no regular expression, or none of a sensible size. */
  static RegexException malformed(String message) {
    return new RegexException(message, true);
  }

  /** For what is one, but beyond regular languages or this server. */
  static RegexException unsupported(String message) {
    return new RegexException(message, false);
  }

  boolean malformed() {
    return malformed;
  }
}
