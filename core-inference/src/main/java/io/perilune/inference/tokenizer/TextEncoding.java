package io.perilune.inference.tokenizer;

/** How a vocabulary writes ordinary text. */
sealed interface TextEncoding permits BytePairEncoding, SentencePieceEncoding {
  /** The bytes of all tokens. */
  TokenTable tokens();

  /** An encoder that adds its tokens to {@code out}. */
  TextEncoder newEncoder(TokenList out);

  /** What {@link Tokenizer#longestToken} gives. */
  int longestToken();
}
