package io.perilune.template;

/**
 * The texts of the model's special tokens that templates may print.
 *
 * @param bos beginning of sequence, or an empty string
 * @param eos end of sequence, or an empty string
 */
public record SpecialTokens(String bos, String eos) {}
