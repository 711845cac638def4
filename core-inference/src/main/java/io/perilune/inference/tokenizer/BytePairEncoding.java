package io.perilune.inference.tokenizer;

/**
 * Byte-level byte pair encoding: text is cut into pieces, and the pieces' bytes are merged pair by
 * pair. An unpaired surrogate counts as U+FFFD.
 *
 * @param tokens the bytes of all tokens; normal ones are found by them
 * @param merges which tokens merge, by rank
 * @param byteTokens the token of each byte, or -1
 * @param preTokenizer how text is cut into pieces
 * @param unknown the token for what has no other, or -1
 */
record BytePairEncoding(
    TokenTable tokens, MergeTable merges, int[] byteTokens, PreTokenizer preTokenizer, int unknown)
    implements TextEncoding {
  @Override
  public TextEncoder newEncoder(TokenList out) {
    return new BytePairEncoder(this, out);
  }

  @Override
  public int longestToken() {
    return Math.max(1, tokens.longest());
  }
}
