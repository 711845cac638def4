package io.perilune.inference.engine;

/**
 * What a generation cost.
 *
 * @param promptTokens tokens of the prompt
 * @param cachedTokens those of them that did not have to be computed
 * @param outputTokens tokens generated
 * @param queueNanos time in the queue
 * @param prefillNanos time from admission to the first token
 * @param decodeNanos time from the first token to the end
 */
public record GenerationStats(
    int promptTokens,
    int cachedTokens,
    int outputTokens,
    long queueNanos,
    long prefillNanos,
    long decodeNanos) {}
