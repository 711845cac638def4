package io.perilune.server.api.openai.responses;

import io.perilune.inference.engine.GenerationStats;

/** The tokens that a request cost. */
record ResponseUsage(
    int inputTokens,
    InputTokensDetails inputTokensDetails,
    int outputTokens,
    OutputTokensDetails outputTokensDetails,
    int totalTokens) {
  /**
   * Details of the prompt.
   *
   * @param cachedTokens tokens that did not have to be computed
   */
  record InputTokensDetails(int cachedTokens) {}

  /** Details of the answer. */
  record OutputTokensDetails(int reasoningTokens) {}

  /**
   * What an answer cost.
   *
   * @param reasoningTokens the tokens of its reasoning, tokenised by itself: where reasoning was
   *     generated in other tokens than these, about as many
   */
  static ResponseUsage of(GenerationStats stats, int reasoningTokens) {
    return new ResponseUsage(
        stats.promptTokens(),
        new InputTokensDetails(stats.cachedTokens()),
        stats.outputTokens(),
        new OutputTokensDetails(Math.min(reasoningTokens, stats.outputTokens())),
        Math.addExact(stats.promptTokens(), stats.outputTokens()));
  }
}
