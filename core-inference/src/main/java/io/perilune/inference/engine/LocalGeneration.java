package io.perilune.inference.engine;

import io.perilune.inference.sampling.TokenLogprobs;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A generation of a {@link LocalEngine}: where the scheduler puts tokens and the consumer takes
 * them. The scheduler never waits here; it leaves a generation out while its ring is full.
 *
 * <p>Locks are taken in this order: a generation's monitor, then the queue's.
 */
final class LocalGeneration implements Generation {
  /** Tokens that the scheduler may be ahead of the consumer. */
  static final int RING_CAPACITY = 256;

  private static final Duration LONGEST_WAIT = Duration.ofDays(1);

  private enum Phase {
    QUEUED,
    PREFILLING,
    DECODING
  }

  private final GenerationRequest request;
  private final int maxOutput;
  private final RequestQueue queue;
  private final TokenRing ring = new TokenRing(RING_CAPACITY);
  private final long submittedAt = System.nanoTime();

  private volatile boolean cancelled;

  // Guarded by this.
  private Phase phase = Phase.QUEUED;
  private int prefilled;
  private int outputTokens;
  private long admittedAt;
  private long firstTokenAt;
  private GenerationEvent.Finished finished;

  /**
   * Creates a generation that waits.
   *
   * @param maxOutput the most tokens to generate
   * @param queue where it waits
   */
  LocalGeneration(GenerationRequest request, int maxOutput, RequestQueue queue) {
    this.request = request;
    this.maxOutput = maxOutput;
    this.queue = queue;
  }

  @Override
  public synchronized GenerationEvent next(Duration timeout) throws InterruptedException {
    Duration wait = timeout.compareTo(LONGEST_WAIT) < 0 ? timeout : LONGEST_WAIT;
    long deadline = System.nanoTime() + wait.toNanos();
    while (ring.isEmpty() && finished == null) {
      long left = deadline - System.nanoTime();
      if (left <= 0) {
        return progress();
      }
      TimeUnit.NANOSECONDS.timedWait(this, left);
    }
    if (ring.isEmpty()) {
      return finished;
    }
    if (ring.isFull()) {
      queue.wake();
    }
    Optional<TokenLogprobs> logprobs = ring.firstLogprobs();
    return new GenerationEvent.Token(ring.remove(), logprobs);
  }

  private GenerationEvent progress() {
    return switch (phase) {
      case QUEUED -> new GenerationEvent.Queued(queue.ahead(this));
      case PREFILLING -> new GenerationEvent.Prefilling(prefilled, request.prompt().length);
      case DECODING -> new GenerationEvent.Decoding();
    };
  }

  @Override
  public void cancel() {
    cancelled = true;
    if (queue.remove(this)) {
      finish(StopCause.CANCELLED);
    } else {
      queue.wake();
    }
  }

  boolean cancelled() {
    return cancelled;
  }

  GenerationRequest request() {
    return request;
  }

  int maxOutput() {
    return maxOutput;
  }

  synchronized void admit() {
    phase = Phase.PREFILLING;
    admittedAt = System.nanoTime();
  }

  /** Tells how much of the prompt has been computed. */
  synchronized void prefilled(int tokens) {
    prefilled = tokens;
  }

  /** Whether the ring has room for a token. */
  synchronized boolean hasRoom() {
    return !ring.isFull();
  }

  synchronized void put(int token, Optional<TokenLogprobs> logprobs) {
    if (outputTokens == 0) {
      phase = Phase.DECODING;
      firstTokenAt = System.nanoTime();
    }
    outputTokens++;
    ring.add(token, logprobs);
    notifyAll();
  }

  /** Ends the generation; called exactly once, by whoever took it from the queue. */
  void finish(StopCause cause) {
    long now = System.nanoTime();
    synchronized (this) {
      if (finished != null) {
        throw new IllegalStateException("the generation has ended before");
      }
      finished = new GenerationEvent.Finished(cause, stats(now));
      notifyAll();
    }
    queue.release(now - submittedAt);
  }

  private GenerationStats stats(long now) {
    long admitted = phase == Phase.QUEUED ? now : admittedAt;
    long first = phase == Phase.DECODING ? firstTokenAt : now;
    return new GenerationStats(
        request.prompt().length,
        0,
        outputTokens,
        admitted - submittedAt,
        first - admitted,
        now - first);
  }
}
