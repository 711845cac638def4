package io.perilune.server.chat;

import io.perilune.inference.tokenizer.Tokenizer;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/** A prompt that a client has made itself, without a chat template. */
public sealed interface PlainPrompt {
  /**
   * Text.
   *
   * @param text not empty
   * @param template whether names of control tokens in it become those tokens, as in a chat
   *     template; otherwise it is data, and they stay text
   */
  record Text(String text, boolean template) implements PlainPrompt {
    public Text {
      Objects.requireNonNull(text, "text");
    }

    @Override
    public String text(Tokenizer tokenizer) {
      return text;
    }
  }

  /**
   * Tokens of the model's vocabulary, control tokens among them if the client says so.
   *
   * @param tokens at least one; not copied, not to be changed
   */
  record Tokens(int[] tokens) implements PlainPrompt {
    @Override
    public String text(Tokenizer tokenizer) {
      return TokenText.of(tokens, tokenizer);
    }
  }

  /**
   * Texts and tokens in a row.
   *
   * @param parts at least one
   */
  record Parts(List<PlainPrompt> parts) implements PlainPrompt {
    public Parts {
      parts = List.copyOf(parts);
    }

    @Override
    public String text(Tokenizer tokenizer) {
      return parts.stream().map(part -> part.text(tokenizer)).collect(Collectors.joining());
    }
  }

  /** The prompt as text; control tokens by their names. */
  String text(Tokenizer tokenizer);
}
