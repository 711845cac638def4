package io.perilune.inference.engine;

import java.time.Duration;

/**
 * Drives a scheduler on a thread of its own until its queue is closed or a step fails. Then all
 * generations end, whatever has happened.
 */
final class EngineThread {
  private static final System.Logger LOG = System.getLogger(EngineThread.class.getName());

  /** How often time limits and stalled readers are looked at while nothing can be computed. */
  private static final Duration TICK = Duration.ofMillis(50);

  private static final Duration UNTIL_CHANGE = Duration.ofDays(1);

  private final Scheduler scheduler;
  private final Duration warmUp;
  private final Thread thread;

  // Guarded by this.
  private boolean failed;
  private Runnable whenFailed = () -> {};

  /** Starts the thread, which rehearses first. */
  EngineThread(Scheduler scheduler, Duration warmUp) {
    this.scheduler = scheduler;
    this.warmUp = warmUp;
    this.thread = Thread.ofPlatform().name("perilune-engine").daemon().start(this::run);
  }

  /** As {@link Engine#whenFailed}. */
  void whenFailed(Runnable action) {
    synchronized (this) {
      if (!failed) {
        whenFailed = action;
        return;
      }
    }
    action.run();
  }

  /**
   * Ends all generations and the thread; waits for that.
   *
   * @return whether no step has ever failed
   */
  boolean stop() {
    scheduler.queue().close();
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    synchronized (this) {
      return !failed;
    }
  }

  private void run() {
    RequestQueue queue = scheduler.queue();
    StopCause end = StopCause.ENGINE_STOPPED;
    try {
      scheduler.warmUp().run(warmUp);
      while (queue.isOpen()) {
        if (!scheduler.step()) {
          queue.awaitChange(queue.hasLive() ? TICK : UNTIL_CHANGE);
        }
      }
      end = StopCause.CANCELLED;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Throwable e) {
      // Whatever it was, the model's state is unknown: no generation can go on.
      LOG.log(System.Logger.Level.ERROR, "the engine stops, because a step failed: " + e);
    } finally {
      queue.close();
      scheduler.endAll(end);
      if (end == StopCause.ENGINE_STOPPED) {
        fail();
      }
    }
  }

  private void fail() {
    Runnable action;
    synchronized (this) {
      failed = true;
      action = whenFailed;
    }
    action.run();
  }
}
