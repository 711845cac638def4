package io.perilune.template;

/**
 * A run of a rendered prompt.
 *
 * @param text the text, not empty
 * @param template whether the template itself wrote it; only then may it become control tokens.
 *     Otherwise it is the client's data
 */
public record PromptSegment(String text, boolean template) {}
