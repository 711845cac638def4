package io.perilune.server.verify;

/** Carries a {@link Failure} to where requests are tried again. */
final class FailureException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient Failure failure;

  FailureException(Failure failure) {
    super(failure.message());
    this.failure = failure;
  }

  Failure failure() {
    return failure;
  }
}
