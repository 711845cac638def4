package io.perilune.server.api.openai;

import io.perilune.inference.engine.GenerationStats;

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

  static Usage of(GenerationStats stats) {
    return new Usage(
        stats.promptTokens(),
        stats.outputTokens(),
        Math.addExact(stats.promptTokens(), stats.outputTokens()),
        new PromptTokensDetails(stats.cachedTokens()));
  }
}
