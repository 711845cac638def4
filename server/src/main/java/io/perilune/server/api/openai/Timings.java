package io.perilune.server.api.openai;

import io.perilune.inference.engine.GenerationStats;

/**
 * Where the time went, in the shape that llama-server adds to answers.
 *
 * @param cacheN tokens of the prompt taken from the cache
 * @param promptN tokens of the prompt computed
 * @param predictedN tokens generated
 */
public record Timings(
    int cacheN,
    int promptN,
    double promptMs,
    double promptPerSecond,
    int predictedN,
    double predictedMs,
    double predictedPerSecond) {
  private static final double NANOS_PER_MILLI = 1e6;

  static Timings of(GenerationStats stats) {
    int computed = stats.promptTokens() - stats.cachedTokens();
    return new Timings(
        stats.cachedTokens(),
        computed,
        stats.prefillNanos() / NANOS_PER_MILLI,
        perSecond(computed, stats.prefillNanos()),
        stats.outputTokens(),
        stats.decodeNanos() / NANOS_PER_MILLI,
        perSecond(stats.outputTokens(), stats.decodeNanos()));
  }

  private static double perSecond(int count, long nanos) {
    return nanos == 0 ? 0 : count * 1e9 / nanos;
  }
}
