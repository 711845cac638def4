package io.perilune.inference.tokenizer;

import java.util.Objects;

/**
 * A piece of decoded output.
 *
 * @param text the text, never empty; of a control token its name
 * @param control whether the piece is one control token
 */
public record DecodedPiece(String text, boolean control) {
  public DecodedPiece {
    Objects.requireNonNull(text, "text");
  }
}
