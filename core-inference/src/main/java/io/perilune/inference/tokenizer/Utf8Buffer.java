package io.perilune.inference.tokenizer;

import java.util.Arrays;

/** A growing buffer of text in UTF-8; an unpaired surrogate is written as U+FFFD. */
final class Utf8Buffer {
  private static final char REPLACEMENT = '\uFFFD';
  private static final int MAX_BYTES_PER_CHAR = 3;
  private static final int MAX_BYTES_PER_CODE_POINT = 4;

  private byte[] bytes = new byte[64];
  private int length;

  /** The bytes; those from {@link #length} on mean nothing. Changes when something is added. */
  byte[] bytes() {
    return bytes;
  }

  int length() {
    return length;
  }

  void clear() {
    length = 0;
  }

  /** Adds the part {@code [from, end)} of a text. */
  void add(String text, int from, int end) {
    reserve(Math.multiplyExact((long) (end - from), MAX_BYTES_PER_CHAR));
    int i = from;
    while (i < end) {
      int c = text.codePointAt(i);
      i += Character.charCount(c);
      write(c);
    }
  }

  /** Adds a code point. */
  void add(int codePoint) {
    reserve(MAX_BYTES_PER_CODE_POINT);
    write(codePoint);
  }

  private void reserve(long more) {
    long needed = length + more;
    if (needed > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.toIntExact(Math.max(needed, 2L * bytes.length)));
    }
  }

  private void write(int codePoint) {
    int c = isSurrogate(codePoint) ? REPLACEMENT : codePoint;
    if (c < 0x80) {
      bytes[length++] = (byte) c;
      return;
    }
    if (c < 0x800) {
      bytes[length++] = (byte) (0xC0 | c >> 6);
    } else {
      if (c < 0x10000) {
        bytes[length++] = (byte) (0xE0 | c >> 12);
      } else {
        bytes[length++] = (byte) (0xF0 | c >> 18);
        bytes[length++] = (byte) (0x80 | c >> 12 & 0x3F);
      }
      bytes[length++] = (byte) (0x80 | c >> 6 & 0x3F);
    }
    bytes[length++] = (byte) (0x80 | c & 0x3F);
  }

  private static boolean isSurrogate(int c) {
    return c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE;
  }
}
