package io.perilune.inference.engine;

import java.time.Duration;
import java.util.ArrayDeque;

/**
 * The generations that wait for a slot, in order of arrival, and the place where the scheduler
 * waits for work. Thread-safe. A generation leaves the queue once: whoever removes it ends it.
 */
final class RequestQueue {
  private static final Duration SHORTEST_RETRY = Duration.ofSeconds(1);
  private static final Duration LONGEST_RETRY = Duration.ofSeconds(60);

  /** Weight of the newest duration in the mean: one in this many. */
  private static final int MEAN_WINDOW = 8;

  private final int slots;
  private final int limit;
  private final ArrayDeque<LocalGeneration> waiting = new ArrayDeque<>();

  /** Generations that have been accepted and have not ended. */
  private int live;

  private boolean open = true;
  private boolean changed;
  private long meanNanos;

  /**
   * Creates an empty queue.
   *
   * @param slots how many generations run at the same time
   * @param capacity how many more may wait
   */
  RequestQueue(int slots, int capacity) {
    this.slots = slots;
    this.limit = Math.addExact(slots, capacity);
  }

  /**
   * Appends a generation.
   *
   * @throws EngineUnavailableException if there is no room or the queue is closed
   */
  synchronized void add(LocalGeneration generation) {
    if (!open) {
      throw new EngineUnavailableException("the engine has stopped", false, LONGEST_RETRY);
    }
    if (live >= limit) {
      throw new EngineUnavailableException(
          "all slots are busy and the queue is full; try again later", true, retryAfter());
    }
    live++;
    waiting.add(generation);
    wake();
  }

  /** The time until a slot is likely to be free: a generation's mean time over the slots. */
  private Duration retryAfter() {
    Duration mean = Duration.ofNanos(meanNanos / slots);
    if (mean.compareTo(SHORTEST_RETRY) < 0) {
      return SHORTEST_RETRY;
    }
    return mean.compareTo(LONGEST_RETRY) > 0 ? LONGEST_RETRY : mean;
  }

  /** The generation that has waited longest, or null. */
  synchronized LocalGeneration first() {
    return waiting.peek();
  }

  /** Removes a generation; false if it does not wait any more. */
  synchronized boolean remove(LocalGeneration generation) {
    return waiting.remove(generation);
  }

  /** How many generations wait in front of this one. */
  synchronized int ahead(LocalGeneration generation) {
    int ahead = 0;
    for (LocalGeneration other : waiting) {
      if (other == generation) {
        return ahead;
      }
      ahead++;
    }
    return 0;
  }

  /**
   * Makes room for another generation, since one has ended.
   *
   * @param nanos how long it took, from its submission on
   */
  synchronized void release(long nanos) {
    live--;
    meanNanos = meanNanos == 0 ? nanos : meanNanos + (nanos - meanNanos) / MEAN_WINDOW;
    wake();
  }

  /** Tells the scheduler to look again. */
  synchronized void wake() {
    changed = true;
    notifyAll();
  }

  /** Waits until something has changed since the last call. */
  synchronized void awaitChange() throws InterruptedException {
    while (!changed) {
      wait();
    }
    changed = false;
  }

  /** Refuses further generations. */
  synchronized void close() {
    open = false;
    wake();
  }

  synchronized boolean isOpen() {
    return open;
  }
}
