package io.perilune.server.api.openai;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.perilune.inference.engine.GenerationStats;
import java.util.List;

/**
 * Where the time went, in the shape that llama-server adds to answers.
 *
 * @param cacheN tokens of the prompt taken from the cache
 * @param promptN tokens of the prompt computed
 * @param predictedN tokens generated
 * @param draftN tokens guessed ahead
 * @param draftAccepted those of them that were generated
 */
public record Timings(
    int cacheN,
    int promptN,
    double promptMs,
    double promptPerTokenMs,
    double promptPerSecond,
    int predictedN,
    double predictedMs,
    double predictedPerTokenMs,
    double predictedPerSecond,
    int draftN,
    @JsonProperty("draft_n_accepted") int draftAccepted) {
  private static final double NANOS_PER_MILLI = 1e6;

  /**
   * Where the time of the answers to one request went, which were generated at the same time.
   *
   * @param answers what each cost, at least one
   */
  public static Timings of(List<GenerationStats> answers) {
    GenerationStats first = answers.getFirst();
    int computed = first.promptTokens() - first.cachedTokens();
    int predicted = answers.stream().mapToInt(GenerationStats::outputTokens).sum();
    long predictedNanos =
        answers.stream().mapToLong(GenerationStats::decodeNanos).max().orElseThrow();
    return new Timings(
        first.cachedTokens(),
        computed,
        first.prefillNanos() / NANOS_PER_MILLI,
        millisPer(computed, first.prefillNanos()),
        perSecond(computed, first.prefillNanos()),
        predicted,
        predictedNanos / NANOS_PER_MILLI,
        millisPer(predicted, predictedNanos),
        perSecond(predicted, predictedNanos),
        answers.stream().mapToInt(GenerationStats::draftTokens).sum(),
        answers.stream().mapToInt(GenerationStats::acceptedTokens).sum());
  }

  private static double millisPer(int count, long nanos) {
    return count == 0 ? 0 : nanos / NANOS_PER_MILLI / count;
  }

  private static double perSecond(int count, long nanos) {
    return nanos == 0 ? 0 : count * 1e9 / nanos;
  }
}
