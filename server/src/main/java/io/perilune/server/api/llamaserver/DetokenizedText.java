package io.perilune.server.api.llamaserver;

import io.perilune.inference.tokenizer.Tokenizer;
import io.perilune.server.chat.TokenText;
import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * The answer of {@code POST /detokenize}.
 *
 * @param content the text of the tokens; of control tokens their names
 */
@RegisterForReflection
public record DetokenizedText(String content) {
  static DetokenizedText of(int[] tokens, Tokenizer tokenizer) {
    return new DetokenizedText(TokenText.of(tokens, tokenizer));
  }
}
