package io.perilune.inference.engine;

import java.time.Duration;

/** The engine cannot take a request now. */
public final class EngineUnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final boolean busy;
  private final Duration retryAfter;

  /**
   * Creates one.
   *
   * @param busy whether it is only a full queue; otherwise the engine has stopped
   * @param retryAfter when to try again
   */
  public EngineUnavailableException(String message, boolean busy, Duration retryAfter) {
    super(message);
    this.busy = busy;
    this.retryAfter = retryAfter;
  }

  public boolean busy() {
    return busy;
  }

  public Duration retryAfter() {
    return retryAfter;
  }
}
