package io.perilune.inference.engine;

/**
 * What a generation cost.
 *
 * @param promptTokens tokens of the prompt
 * @param cachedTokens those of them that did not have to be computed
 * @param outputTokens tokens generated
 * @param draftTokens tokens that were guessed and computed before it was their turn
 * @param acceptedTokens those of them that became part of the output
 * @param queueNanos time in the queue
 * @param prefillNanos time from admission to the first token
 * @param decodeNanos time from the first token to the end
 */
public record GenerationStats(
    int promptTokens,
    int cachedTokens,
    int outputTokens,
    int draftTokens,
    int acceptedTokens,
    long queueNanos,
    long prefillNanos,
    long decodeNanos) {}
