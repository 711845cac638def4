package io.perilune.server.api.openai;

import io.perilune.inference.engine.GenerationStats;
import java.util.List;

/** The tokens that a request cost. */
public record Usage(
    int promptTokens,
    int completionTokens,
    int totalTokens,
    PromptTokensDetails promptTokensDetails) {
  /**
   * Details of the prompt.
   *
   * @param cachedTokens tokens that did not have to be computed
   */
  public record PromptTokensDetails(int cachedTokens) {}

  /**
   * What the answers to one request cost; they share its prompt.
   *
   * @param answers what each cost, at least one
   */
  static Usage of(List<GenerationStats> answers) {
    GenerationStats first = answers.getFirst();
    int completionTokens = answers.stream().mapToInt(GenerationStats::outputTokens).sum();
    return new Usage(
        first.promptTokens(),
        completionTokens,
        Math.addExact(first.promptTokens(), completionTokens),
        new PromptTokensDetails(first.cachedTokens()));
  }
}
