package io.perilune.server.verify;

import java.time.Duration;
import java.util.Optional;

/**
 * How often and how soon a request is sent again after a failure that may pass.
 *
 * @param retries how often at most
 * @param firstPause the pause before the first time; each further pause is twice as long
 */
public record RetryPolicy(int retries, Duration firstPause) {
  private static final Duration FIRST_PAUSE = Duration.ofMillis(500);

  /** The longest pause that grows by itself. */
  private static final Duration PAUSE_MAX = Duration.ofSeconds(8);

  /** The longest pause that a server is granted. */
  private static final Duration ASKED_MAX = Duration.ofSeconds(60);

  private static final int DOUBLINGS_MAX = 10;

  /** With pauses of half a second, a second, and so on up to eight seconds. */
  public static RetryPolicy of(int retries) {
    return new RetryPolicy(retries, FIRST_PAUSE);
  }

  /**
   * The pause before the next attempt.
   *
   * @param attempt how many there were, at least 1
   * @param asked what the server asked for, if it did
   */
  Duration pause(int attempt, Optional<Duration> asked) {
    Duration own = firstPause.multipliedBy(1L << Math.min(attempt - 1, DOUBLINGS_MAX));
    Duration pause = own.compareTo(PAUSE_MAX) < 0 ? own : PAUSE_MAX;
    return asked.map(wish -> wish.compareTo(ASKED_MAX) < 0 ? wish : ASKED_MAX).orElse(pause);
  }
}
