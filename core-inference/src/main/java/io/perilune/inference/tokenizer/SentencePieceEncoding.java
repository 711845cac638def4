package io.perilune.inference.tokenizer;

/**
 * SentencePiece's byte pair encoding: the characters of a whole text are merged pair by pair, first
 * the pair whose token has the highest score. A blank is written as U+2581 in the vocabulary, so a
 * text's own U+2581 is a blank to it. An unpaired surrogate counts as U+FFFD.
 *
 * @param tokens the bytes of all tokens, with blanks as such; normal ones are found by them
 * @param merges which tokens merge, by score
 * @param byteTokens the tokens for the bytes of characters that are no token, or -1
 * @param blankBefore whether a blank is put before a text
 * @param blanksReduced whether blanks at a text's ends are dropped and runs of them made one
 * @param unknown the token for characters that have no other, or -1
 */
record SentencePieceEncoding(
    TokenTable tokens,
    MergeTable merges,
    int[] byteTokens,
    boolean blankBefore,
    boolean blanksReduced,
    int unknown)
    implements TextEncoding {
  /** What stands for a blank in the texts of tokens. */
  static final char BLANK = '\u2581';

  /** Bytes of UTF-8 of a text's own U+2581, which a token may have as one blank. */
  private static final int BYTES_OF_BLANK = 3;

  @Override
  public TextEncoder newEncoder(TokenList out) {
    return new SentencePieceEncoder(this, out);
  }

  /** No bound where characters can be dropped, or any number of them can become one token. */
  @Override
  public int longestToken() {
    boolean bounded = !blanksReduced && (unknown == Vocabulary.NONE || hasAllBytes());
    return bounded
        ? Math.multiplyExact(BYTES_OF_BLANK, Math.max(1, tokens.longest()))
        : Integer.MAX_VALUE;
  }

  private boolean hasAllBytes() {
    for (int token : byteTokens) {
      if (token == Vocabulary.NONE) {
        return false;
      }
    }
    return true;
  }
}
