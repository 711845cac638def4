package io.perilune.inference.tokenizer;

import java.util.Map;

/**
 * A byte-level BPE vocabulary, checked.
 *
 * @param tokens the bytes of all tokens
 * @param types the kind of each token
 * @param controls the control tokens by their texts
 * @param texts the tokens that template text may hold as a whole: control and user-defined ones
 * @param merges which tokens merge, by rank
 * @param byteTokens the token of each byte, or -1
 * @param preTokenizer how text is cut into pieces
 * @param beginOfSequence the token that begins a sequence, or -1
 * @param addBeginOfSequence whether a prompt begins with it
 * @param endOfSequence the token that ends a sequence, or -1
 * @param unknown the token for what has no other, or -1
 * @param endOfGeneration the tokens that end a generation, in ascending order
 */
record Vocabulary(
    TokenTable tokens,
    TokenType[] types,
    Map<String, Integer> controls,
    TokenTexts texts,
    MergeTable merges,
    int[] byteTokens,
    PreTokenizer preTokenizer,
    int beginOfSequence,
    boolean addBeginOfSequence,
    int endOfSequence,
    int unknown,
    int[] endOfGeneration) {
  /** Where a vocabulary has no token of some kind. */
  static final int NONE = -1;
}
