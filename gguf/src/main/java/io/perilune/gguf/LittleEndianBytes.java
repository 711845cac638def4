package io.perilune.gguf;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Collects the bytes of a header that is to be written. */
final class LittleEndianBytes {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  /** The lowest {@code count} bytes of {@code value}. */
  LittleEndianBytes integer(long value, int count) {
    for (int i = 0; i < count; i++) {
      bytes.write((byte) (value >>> (Byte.SIZE * i)));
    }
    return this;
  }

  LittleEndianBytes int32(int value) {
    return integer(value, Integer.BYTES);
  }

  LittleEndianBytes int64(long value) {
    return integer(value, Long.BYTES);
  }

  /**
   * A 64-bit length and the text in UTF-8.
   *
   * @throws IllegalArgumentException if the text has surrogates that are no pair
   */
  LittleEndianBytes string(String value) {
    byte[] text = utf8(value);
    return int64(text.length).raw(text);
  }

  static byte[] utf8(String value) {
    try {
      ByteBuffer text = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(value));
      byte[] bytes = new byte[text.remaining()];
      text.get(bytes);
      return bytes;
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException(
          "text that is not well-formed Unicode: " + FormatErrors.shown(value), e);
    }
  }

  LittleEndianBytes raw(byte[] value) {
    bytes.writeBytes(value);
    return this;
  }

  byte[] toByteArray() {
    return bytes.toByteArray();
  }
}
