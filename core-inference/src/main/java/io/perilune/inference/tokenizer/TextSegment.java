package io.perilune.inference.tokenizer;

/**
 * A run of text to tokenise.
 *
 * @param text the text
 * @param control whether the texts of control tokens in it become those tokens; never true for data
 */
public record TextSegment(String text, boolean control) {}
