package io.perilune.server.chat;

import io.perilune.inference.tokenizer.TokenDecoder;
import io.perilune.inference.tokenizer.Tokenizer;

/** The text of tokens. */
public final class TokenText {
  private TokenText() {}

  /** What tokens stand for in a row; control tokens by their names. */
  public static String of(int[] tokens, Tokenizer tokenizer) {
    TokenDecoder decoder = new TokenDecoder(tokenizer);
    StringBuilder text = new StringBuilder();
    for (int token : tokens) {
      decoder.accept(token).forEach(piece -> text.append(piece.text()));
    }
    decoder.finish().forEach(piece -> text.append(piece.text()));
    return text.toString();
  }
}
