package io.perilune.inference.constraint;

/**
 * A grammar that cannot be used: wrong, too large, or not for this vocabulary. The message says
 * what, where, and what to do.
 */
public final class GrammarException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public GrammarException(String message) {
    super(message);
  }
}
