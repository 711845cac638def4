package io.perilune.server.api.ollama;

/**
 * An error as clients of this API expect it.
 *
 * @param error a sentence for the user
 */
public record ErrorText(String error) {}
