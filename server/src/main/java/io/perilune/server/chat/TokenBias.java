package io.perilune.server.chat;

import io.perilune.inference.tokenizer.Tokenizer;

/**
 * What a client adds to the logits of some tokens.
 *
 * @param amount negative infinity rules the tokens out
 */
public record TokenBias(Target target, float amount) {
  /** Which tokens. */
  public sealed interface Target {}

  /** The token with this number. */
  public record Token(int id) implements Target {}

  /** Each token of this text. */
  public record Text(String text) implements Target {}

  int[] tokens(Tokenizer tokenizer) {
    return switch (target) {
      case Token(int id) -> new int[] {id};
      case Text(String text) -> tokenizer.encode(text);
    };
  }
}
