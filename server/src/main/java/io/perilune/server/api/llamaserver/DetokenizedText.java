package io.perilune.server.api.llamaserver;

import io.perilune.inference.tokenizer.TokenDecoder;
import io.perilune.inference.tokenizer.Tokenizer;
import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * The answer of {@code POST /detokenize}.
 *
 * @param content the text of the tokens; of control tokens their names
 */
@RegisterForReflection
public record DetokenizedText(String content) {
  static DetokenizedText of(int[] tokens, Tokenizer tokenizer) {
    TokenDecoder decoder = new TokenDecoder(tokenizer);
    StringBuilder text = new StringBuilder();
    for (int token : tokens) {
      decoder.accept(token).forEach(piece -> text.append(piece.text()));
    }
    decoder.finish().forEach(piece -> text.append(piece.text()));
    return new DetokenizedText(text.toString());
  }
}
