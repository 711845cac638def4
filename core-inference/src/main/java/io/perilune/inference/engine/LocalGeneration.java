package io.perilune.inference.engine;

import io.perilune.inference.sampling.TokenLogprobs;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * A generation of a {@link LocalEngine}: where the scheduler puts tokens and the consumer takes
 * them. The scheduler never waits here; it leaves a generation out while its ring is full.
 *
 * <p>Locks are taken in this order: a generation's monitor, then the queue's.
 */
final class LocalGeneration implements Generation {
  private static final Duration LONGEST_WAIT = Duration.ofDays(1);

  private enum Phase {
    QUEUED,
    PREFILLING,
    DECODING
  }

  private final GenerationRequest request;
  private final int maxOutput;
  private final RequestQueue queue;
  private final EngineMeter meter;
  private final LongSupplier nanoTime;
  private final TokenRing ring;
  private final long submittedAt;

  private volatile boolean cancelled;

  // Of the scheduler's thread: how often others went first, and when there was no room last.
  private int overtaken;
  private long deniedAt = -1;

  // Guarded by this.
  private Phase phase = Phase.QUEUED;
  private int cachedTokens;
  private int prefilled;
  private int outputTokens;
  private int draftTokens;
  private int acceptedTokens;
  private long admittedAt;
  private long firstTokenAt;
  private long fullSince;
  private GenerationEvent.Finished finished;

  /**
   * Creates a generation that waits.
   *
   * @param maxOutput the most tokens to generate
   * @param readAhead how many tokens the scheduler may be ahead of the consumer
   * @param queue where it waits
   * @param nanoTime the clock of its statistics and its time limit
   */
  LocalGeneration(
      GenerationRequest request,
      int maxOutput,
      int readAhead,
      RequestQueue queue,
      EngineMeter meter,
      LongSupplier nanoTime) {
    this.request = request;
    this.maxOutput = maxOutput;
    this.ring = new TokenRing(readAhead);
    this.queue = queue;
    this.meter = meter;
    this.nanoTime = nanoTime;
    this.submittedAt = nanoTime.getAsLong();
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

  String owner() {
    return request.origin().owner();
  }

  int maxOutput() {
    return maxOutput;
  }

  /** Whether its time limit has passed. */
  boolean expired(long now) {
    return request.timeLimit().filter(limit -> now - submittedAt >= limit.toNanos()).isPresent();
  }

  int overtaken() {
    return overtaken;
  }

  /** Another generation went first. */
  void overtake() {
    overtaken++;
  }

  /** Whether there was no room for it at this time, as the scheduler counts it. */
  boolean deniedAt(long time) {
    return deniedAt == time;
  }

  /** There was no room for it. */
  void deny(long time) {
    deniedAt = time;
  }

  /**
   * The generation gets a slot; called again when it gets one after a preemption.
   *
   * @param cached how many of its tokens need not be computed
   */
  void admit(int cached) {
    overtaken = 0;
    synchronized (this) {
      if (phase == Phase.QUEUED) {
        phase = Phase.PREFILLING;
        cachedTokens = cached;
        admittedAt = nanoTime.getAsLong();
        meter.admitted(admittedAt - submittedAt, cached);
      }
      prefilled = Math.max(prefilled, Math.min(cached, request.prompt().length));
    }
  }

  /** Tells how many of its tokens have been computed. */
  synchronized void computed(int tokens) {
    prefilled = Math.max(prefilled, Math.min(tokens, request.prompt().length));
  }

  /** How many tokens the ring has room for. */
  synchronized int room() {
    return ring.room();
  }

  /** Whether at least half of the ring is free. */
  synchronized boolean halfRead() {
    return 2 * ring.room() >= ring.capacity();
  }

  /** For how long the ring has been full, in nanoseconds; 0 if it is not. */
  synchronized long stalledFor(long now) {
    return ring.isFull() ? Math.max(1, now - fullSince) : 0;
  }

  synchronized void put(int token, Optional<TokenLogprobs> logprobs) {
    if (outputTokens == 0) {
      phase = Phase.DECODING;
      firstTokenAt = nanoTime.getAsLong();
      meter.firstToken(firstTokenAt - submittedAt);
    }
    outputTokens++;
    ring.add(token, logprobs);
    if (ring.isFull()) {
      fullSince = nanoTime.getAsLong();
    }
    notifyAll();
  }

  /** So many tokens were drafted at once, and the first of them are part of the output. */
  void drafted(int tokens, int accepted) {
    synchronized (this) {
      draftTokens += tokens;
      acceptedTokens += accepted;
    }
    meter.drafted(tokens, accepted);
  }

  /** Ends the generation; called exactly once, by whoever took it from the queue. */
  void finish(StopCause cause) {
    long now = nanoTime.getAsLong();
    int tokens;
    synchronized (this) {
      if (finished != null) {
        throw new IllegalStateException("the generation has ended before");
      }
      finished = new GenerationEvent.Finished(cause, stats(now));
      tokens = outputTokens;
      notifyAll();
    }
    meter.ended(cause, tokens, now - submittedAt);
    queue.release(this);
  }

  private GenerationStats stats(long now) {
    long admitted = phase == Phase.QUEUED ? now : admittedAt;
    long first = phase == Phase.DECODING ? firstTokenAt : now;
    return new GenerationStats(
        request.prompt().length,
        cachedTokens,
        outputTokens,
        draftTokens,
        acceptedTokens,
        admitted - submittedAt,
        first - admitted,
        now - first);
  }
}
