package io.perilune.inference.tokenizer;

import java.util.Arrays;
import java.util.Optional;

/** The kinds of tokens that GGUF files tell apart, with the numbers they have there. */
enum TokenType {
  /** Written in the byte alphabet; the only kind that merging yields. */
  NORMAL(1),
  UNKNOWN(2),
  /** Stands for a function, such as the end of a message. */
  CONTROL(3),
  /** Added to the vocabulary as plain text. */
  USER_DEFINED(4),
  UNUSED(5),
  /** A single byte, written as {@code <0x0A>}. */
  BYTE(6);

  private final int id;

  TokenType(int id) {
    this.id = id;
  }

  static Optional<TokenType> byId(long id) {
    return Arrays.stream(values()).filter(type -> type.id == id).findFirst();
  }

  /** Whether generated tokens of this kind are a sign to the program, not a part of the text. */
  boolean control() {
    return this == CONTROL || this == UNKNOWN;
  }
}
