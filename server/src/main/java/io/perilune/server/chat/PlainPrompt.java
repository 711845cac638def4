package io.perilune.server.chat;

import java.util.Objects;

/** A prompt that a client has made itself, without a chat template. */
public sealed interface PlainPrompt {
  /**
   * Text. It is data: names of control tokens in it stay text.
   *
   * @param text not empty
   */
  record Text(String text) implements PlainPrompt {
    public Text {
      Objects.requireNonNull(text, "text");
    }
  }

  /**
   * Tokens of the model's vocabulary, control tokens among them if the client says so.
   *
   * @param tokens at least one; not copied, not to be changed
   */
  record Tokens(int[] tokens) implements PlainPrompt {}
}
