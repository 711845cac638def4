package io.perilune.server.cli;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ends the process with the program's own status, also when a signal told it to stop: the Java
 * machine would say that the signal killed it, and supervisors would take that for a failure.
 */
final class OrderlyExit {
  /** Longer than answers that are being made may take; then the status is that of the signal. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile int status;

  /** Waits, once the process is told to stop, until the program has ended. */
  void install() {
    Runtime.getRuntime().addShutdownHook(new Thread(this::awaitEnd, "exit-status"));
  }

  /** The program has ended; ends the process. */
  void end(int exitStatus) {
    status = exitStatus;
    ended.countDown();
    System.exit(exitStatus);
  }

  private void awaitEnd() {
    try {
      if (ended.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        System.out.flush();
        System.err.flush();
        Runtime.getRuntime().halt(status);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
