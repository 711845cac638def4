package io.perilune.inference.tokenizer;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * Turns tokens into text, token by token. A character whose bytes are spread over several tokens is
 * held back until it is complete; bytes that cannot become one are U+FFFD. The pieces of ordinary
 * tokens between two control tokens, put together, are the text that decoding all their bytes at
 * once gives. Not thread-safe; one decoder per generation.
 */
public final class TokenDecoder {
  private final Tokenizer tokenizer;
  private byte[] held = new byte[16];
  private int heldLength;

  public TokenDecoder(Tokenizer tokenizer) {
    this.tokenizer = tokenizer;
  }

  /**
   * Takes the next token.
   *
   * @return the pieces that are complete now, in order: none, one, or, at a control token, what was
   *     held back and the control token
   */
  public List<DecodedPiece> accept(int token) {
    byte[] bytes = tokenizer.bytes(token);
    if (tokenizer.isControl(token)) {
      DecodedPiece control = new DecodedPiece(new String(bytes, StandardCharsets.UTF_8), true);
      return heldLength == 0 ? List.of(control) : List.of(release(heldLength), control);
    }
    hold(bytes);
    int complete = heldLength - incompleteTail();
    return complete == 0 ? List.of() : List.of(release(complete));
  }

  /** Ends the text: gives out what was held back. */
  public List<DecodedPiece> finish() {
    return heldLength == 0 ? List.of() : List.of(release(heldLength));
  }

  private void hold(byte[] bytes) {
    if (bytes.length > held.length - heldLength) {
      held = Arrays.copyOf(held, Math.max(2 * held.length, heldLength + bytes.length));
    }
    System.arraycopy(bytes, 0, held, heldLength, bytes.length);
    heldLength += bytes.length;
  }

  private DecodedPiece release(int length) {
    String text = new String(held, 0, length, StandardCharsets.UTF_8);
    System.arraycopy(held, length, held, 0, heldLength - length);
    heldLength -= length;
    return new DecodedPiece(text, false);
  }

  /**
   * The length of a lead byte and continuation bytes at the end that still lack at least one. To
   * cut before a lead byte never changes what the bytes decode to.
   */
  private int incompleteTail() {
    int continuations = 0;
    while (continuations < 3 && continuations < heldLength) {
      int value = held[heldLength - 1 - continuations] & 0xFF;
      if (value < 0x80 || value >= 0xC0) {
        return continuationsAfter(value) > continuations ? continuations + 1 : 0;
      }
      continuations++;
    }
    return 0;
  }

  /** How many continuation bytes a lead byte asks for; 0 for bytes that lead nothing. */
  private static int continuationsAfter(int lead) {
    if (lead < 0xC2 || lead > 0xF4) {
      return 0;
    }
    return lead < 0xE0 ? 1 : lead < 0xF0 ? 2 : 3;
  }
}
