package io.perilune.inference.tokenizer;

import java.util.Map;

/**
 * A vocabulary, checked.
 *
 * @param tokens the bytes of all tokens
 * @param types the kind of each token
 * @param controls the control tokens by their texts
 * @param texts the tokens that template text may hold as a whole: control and user-defined ones
 * @param encoding how ordinary text becomes tokens
 * @param beginOfSequence the token that begins a sequence, or -1
 * @param addBeginOfSequence whether a prompt begins with it
 * @param endOfSequence the token that ends a sequence, or -1
 * @param addEndOfSequence whether a prompt ends with it
 * @param endOfGeneration the tokens that end a generation, in ascending order
 */
record Vocabulary(
    TokenTable tokens,
    TokenType[] types,
    Map<String, Integer> controls,
    TokenTexts texts,
    TextEncoding encoding,
    int beginOfSequence,
    boolean addBeginOfSequence,
    int endOfSequence,
    boolean addEndOfSequence,
    int[] endOfGeneration) {
  /** Where a vocabulary has no token of some kind. */
  static final int NONE = -1;

  /** The error of a text with a byte that has no token. */
  static IllegalArgumentException unwritable(int value) {
    return new IllegalArgumentException(
        String.format("the text has the byte 0x%02X, which the vocabulary cannot write", value));
  }
}
