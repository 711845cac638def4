package io.perilune.inference.tokenizer;

/** Tokenises ordinary text. Holds scratch memory; one per call. */
interface TextEncoder {
  /**
   * Tokenises a text that stands alone or between whole tokens.
   *
   * @throws IllegalArgumentException if the vocabulary cannot write it
   */
  void encode(String text);
}
