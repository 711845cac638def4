package io.perilune.server.api.anthropic;

import io.perilune.inference.engine.GenerationStats;

/**
 * The tokens that a request cost.
 *
 * @param inputTokens tokens of the prompt that had to be computed
 * @param cacheReadInputTokens tokens of the prompt taken from the cache
 * @param outputTokens tokens generated
 */
record Usage(
    int inputTokens, int cacheCreationInputTokens, int cacheReadInputTokens, int outputTokens) {
  /** Before anything is computed: what is in the cache is not known yet. */
  static Usage ofPrompt(int promptTokens) {
    return new Usage(promptTokens, 0, 0, 0);
  }

  static Usage of(GenerationStats stats) {
    return new Usage(
        stats.promptTokens() - stats.cachedTokens(), 0, stats.cachedTokens(), stats.outputTokens());
  }
}
