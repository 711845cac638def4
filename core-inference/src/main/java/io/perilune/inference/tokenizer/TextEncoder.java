package io.perilune.inference.tokenizer;

import java.util.Arrays;

/** Tokenises ordinary text. Holds scratch memory; one per call. */
final class TextEncoder {
  private static final char REPLACEMENT = '\uFFFD';
  private static final int MAX_BYTES_PER_CHAR = 3;

  private final Vocabulary vocabulary;
  private final TokenList out;
  private final PieceMerger merger;
  private byte[] bytes = new byte[64];
  private int[] symbols = new int[64];

  TextEncoder(Vocabulary vocabulary, TokenList out) {
    this.vocabulary = vocabulary;
    this.out = out;
    this.merger = new PieceMerger(vocabulary.merges());
  }

  void encode(String text) {
    vocabulary
        .preTokenizer()
        .split(text, (part, from, end) -> encodePiece(toUtf8(part, from, end)));
  }

  private void encodePiece(int length) {
    if (vocabulary.preTokenizer().wholePieces()) {
      int token = vocabulary.tokens().find(bytes, 0, length);
      if (token != Vocabulary.NONE) {
        out.add(token);
        return;
      }
    }
    if (symbols.length < length) {
      symbols = new int[bytes.length];
    }
    for (int i = 0; i < length; i++) {
      symbols[i] = byteToken(bytes[i] & 0xFF);
    }
    merger.merge(symbols, length, out);
  }

  private int byteToken(int value) {
    int token = vocabulary.byteTokens()[value];
    if (token == Vocabulary.NONE) {
      token = vocabulary.unknown();
    }
    if (token == Vocabulary.NONE) {
      throw new IllegalArgumentException(
          String.format("the text has the byte 0x%02X, which the vocabulary cannot write", value));
    }
    return token;
  }

  /** Writes a part of the text to {@link #bytes}; an unpaired surrogate as U+FFFD. */
  private int toUtf8(String text, int from, int end) {
    long needed = (long) (end - from) * MAX_BYTES_PER_CHAR;
    if (needed > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.toIntExact(Math.max(needed, 2L * bytes.length)));
    }
    int length = 0;
    int i = from;
    while (i < end) {
      int c = text.codePointAt(i);
      i += Character.charCount(c);
      length = appendUtf8(isSurrogate(c) ? REPLACEMENT : c, length);
    }
    return length;
  }

  private int appendUtf8(int c, int length) {
    int at = length;
    if (c < 0x80) {
      bytes[at++] = (byte) c;
      return at;
    }
    if (c < 0x800) {
      bytes[at++] = (byte) (0xC0 | c >> 6);
    } else {
      if (c < 0x10000) {
        bytes[at++] = (byte) (0xE0 | c >> 12);
      } else {
        bytes[at++] = (byte) (0xF0 | c >> 18);
        bytes[at++] = (byte) (0x80 | c >> 12 & 0x3F);
      }
      bytes[at++] = (byte) (0x80 | c >> 6 & 0x3F);
    }
    bytes[at++] = (byte) (0x80 | c & 0x3F);
    return at;
  }

  private static boolean isSurrogate(int c) {
    return c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE;
  }
}
