package io.perilune.inference.engine;

import java.util.EnumMap;
import java.util.Map;

/** What happened in all scenarios of a simulation. */
final class Totals {
  private final Map<StopCause, Long> ended = new EnumMap<>(StopCause.class);
  private int scenarios;
  private int failedEngines;
  private long requests;
  private long refused;
  private long steps;
  private long preemptions;
  private long outputTokens;
  private long prefillTokens;
  private long cachedTokens;
  private long evictions;
  private long draftTokens;
  private long acceptedTokens;

  void add(EngineMetrics metrics, int requests, int refused, boolean failed, int steps) {
    scenarios++;
    this.requests += requests;
    this.refused += refused;
    this.steps += steps;
    failedEngines += failed ? 1 : 0;
    preemptions += metrics.preemptions();
    outputTokens += metrics.outputTokens();
    prefillTokens += metrics.prefillTokens();
    cachedTokens += metrics.cachedTokens();
    evictions += metrics.evictedBlocks();
    draftTokens += metrics.draftTokens();
    acceptedTokens += metrics.acceptedTokens();
    metrics.ended().forEach((cause, count) -> ended.merge(cause, count, Long::sum));
  }

  int scenarios() {
    return scenarios;
  }

  long preemptions() {
    return preemptions;
  }

  long evictions() {
    return evictions;
  }

  long cachedTokens() {
    return cachedTokens;
  }

  long acceptedTokens() {
    return acceptedTokens;
  }

  long rejectedTokens() {
    return draftTokens - acceptedTokens;
  }

  int failedEngines() {
    return failedEngines;
  }

  long ended(StopCause cause) {
    return ended.getOrDefault(cause, 0L);
  }

  @Override
  public String toString() {
    return scenarios
        + " scenarios, "
        + requests
        + " requests ("
        + refused
        + " refused), "
        + steps
        + " steps, "
        + outputTokens
        + " output tokens, "
        + acceptedTokens
        + " of "
        + draftTokens
        + " drafted ones accepted, "
        + prefillTokens
        + " prompt tokens computed and "
        + cachedTokens
        + " cached, "
        + evictions
        + " blocks evicted, "
        + preemptions
        + " preemptions, "
        + failedEngines
        + " engine failures, ends "
        + ended;
  }
}
