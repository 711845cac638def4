package io.perilune.server.api.anthropic;

/**
 * The length of a prompt.
 *
 * @param inputTokens its tokens
 */
public record TokenCount(int inputTokens) {}
