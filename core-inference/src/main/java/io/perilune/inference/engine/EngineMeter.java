package io.perilune.inference.engine;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import java.util.stream.LongStream;

/** Counts what an engine does. Thread-safe. */
final class EngineMeter {
  private static final double NANOS_PER_SECOND = 1e9;

  /** Seconds; from a warm demonstration model to a long prompt on a slow machine. */
  private static final double[] BOUNDS = {
    0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 600, 1800
  };

  /** Times in buckets. */
  private static final class Times {
    private final long[] counts = new long[BOUNDS.length + 1];
    private double sum;

    void add(long nanos) {
      double seconds = nanos / NANOS_PER_SECOND;
      int found = Arrays.binarySearch(BOUNDS, seconds);
      counts[found < 0 ? -found - 1 : found]++;
      sum += seconds;
    }

    Histogram snapshot() {
      List<Double> bounds = DoubleStream.of(BOUNDS).boxed().toList();
      return new Histogram(bounds, LongStream.of(counts).boxed().toList(), sum);
    }
  }

  private final Map<StopCause, Long> ended = new EnumMap<>(StopCause.class);
  private final Times queue = new Times();
  private final Times firstToken = new Times();
  private final Times request = new Times();
  private long refused;
  private long preemptions;
  private long prefillTokens;
  private long cachedTokens;
  private long outputTokens;
  private long draftTokens;
  private long acceptedTokens;
  private long prefillNanos;
  private long decodeNanos;
  private int waiting;
  private int running;
  private int kvTokens;
  private int kvTokensUsed;
  private long retainedTokens;
  private long evictedBlocks;

  synchronized void refused() {
    refused++;
  }

  synchronized void preempted() {
    preemptions++;
  }

  /** A generation got a slot for the first time. */
  synchronized void admitted(long queueNanos, int cached) {
    queue.add(queueNanos);
    cachedTokens += cached;
  }

  /** A generation has got its first token. */
  synchronized void firstToken(long nanos) {
    firstToken.add(nanos);
  }

  synchronized void ended(StopCause cause, int tokens, long nanos) {
    ended.merge(cause, 1L, Long::sum);
    outputTokens += tokens;
    request.add(nanos);
  }

  /** So many tokens were drafted, and some of them accepted. */
  synchronized void drafted(int tokens, int accepted) {
    draftTokens += tokens;
    acceptedTokens += accepted;
  }

  /** A pass has computed so many prompt tokens; its time is that of prompts and that of outputs. */
  synchronized void step(int prefilled, long prefillTime, long decodeTime) {
    prefillTokens += prefilled;
    prefillNanos += prefillTime;
    decodeNanos += decodeTime;
  }

  /** How full slots and queue are. */
  synchronized void load(int waiting, int running) {
    this.waiting = waiting;
    this.running = running;
  }

  /** How full the cache is, and what had to leave it so far. */
  synchronized void cache(int tokens, int used, long retained, long evicted) {
    kvTokens = tokens;
    kvTokensUsed = used;
    retainedTokens = retained;
    evictedBlocks = evicted;
  }

  synchronized EngineMetrics snapshot() {
    return new EngineMetrics(
        ended,
        refused,
        preemptions,
        prefillTokens,
        cachedTokens,
        outputTokens,
        draftTokens,
        acceptedTokens,
        prefillNanos / NANOS_PER_SECOND,
        decodeNanos / NANOS_PER_SECOND,
        queue.snapshot(),
        firstToken.snapshot(),
        request.snapshot(),
        waiting,
        running,
        kvTokens,
        kvTokensUsed,
        retainedTokens,
        evictedBlocks);
  }
}
