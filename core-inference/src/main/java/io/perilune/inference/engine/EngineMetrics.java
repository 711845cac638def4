package io.perilune.inference.engine;

import java.util.Map;

/**
 * What an engine has done since it started, and what it does now. Holds numbers only, nothing of
 * what the generations are about.
 *
 * @param ended generations that have ended, by cause
 * @param refused requests that were refused because the queue was full
 * @param preemptions how often a generation lost its slot and blocks and was resumed later
 * @param prefillTokens prompt tokens computed, those included that were computed again after a
 *     preemption
 * @param cachedTokens prompt tokens that were in the cache already
 * @param outputTokens tokens generated
 * @param draftTokens tokens that were guessed and computed before it was their turn
 * @param acceptedTokens those of them that became part of an output
 * @param prefillSeconds time spent on prompts
 * @param decodeSeconds time spent on outputs
 * @param queueSeconds times from submission to a slot
 * @param firstTokenSeconds times from submission to the first token
 * @param requestSeconds times from submission to the end
 * @param waiting generations in the queue, or without a slot after a preemption
 * @param running generations in slots
 * @param kvTokens room in the KV cache, in tokens
 * @param kvTokensUsed how much of it is taken, retained prefixes included
 * @param retainedTokens how many tokens can be found there by later prompts
 * @param evictedBlocks blocks of retained prefixes that have had to make room
 */
public record EngineMetrics(
    Map<StopCause, Long> ended,
    long refused,
    long preemptions,
    long prefillTokens,
    long cachedTokens,
    long outputTokens,
    long draftTokens,
    long acceptedTokens,
    double prefillSeconds,
    double decodeSeconds,
    Histogram queueSeconds,
    Histogram firstTokenSeconds,
    Histogram requestSeconds,
    int waiting,
    int running,
    int kvTokens,
    int kvTokensUsed,
    long retainedTokens,
    long evictedBlocks) {
  /** Metrics of an engine that has done nothing. */
  public static final EngineMetrics NONE = new EngineMeter().snapshot();

  public EngineMetrics {
    ended = Map.copyOf(ended);
  }
}
