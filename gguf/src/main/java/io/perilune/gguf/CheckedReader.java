package io.perilune.gguf;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads a file's header from its start to its end. Every length is checked against the bytes that
 * are left before it is used, so no content can make it read outside, wrap around or allocate more
 * than the file holds. Errors name the {@linkplain #subject thing that is being read}.
 */
final class CheckedReader {
  private static final VarHandle SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN).varHandle();
  private static final VarHandle INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN).varHandle();
  private static final VarHandle LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN).varHandle();

  private static final char REPLACEMENT = '\ufffd';

  private final MemorySegment content;
  private final FormatErrors errors;
  private long position;
  private String subject = "the header";

  CheckedReader(MemorySegment content, FormatErrors errors) {
    this(content, errors, 0);
  }

  CheckedReader(MemorySegment content, FormatErrors errors, long position) {
    this.content = content;
    this.errors = errors;
    this.position = position;
  }

  /** Where the next read begins, in bytes from the start of the file. */
  long position() {
    return position;
  }

  /** Says what is being read from here on, for messages: "key 'general.name'". */
  CheckedReader subject(String newSubject) {
    subject = newSubject;
    return this;
  }

  byte int8() {
    return content.get(ValueLayout.JAVA_BYTE, skip(Byte.BYTES));
  }

  short int16() {
    return (short) SHORT.get(content, skip(Short.BYTES));
  }

  int int32() {
    return (int) INT.get(content, skip(Integer.BYTES));
  }

  long int64() {
    return (long) LONG.get(content, skip(Long.BYTES));
  }

  long uint32() {
    return Integer.toUnsignedLong(int32());
  }

  boolean bool() {
    long at = position;
    int value = Byte.toUnsignedInt(int8());
    if (value > 1) {
      throw damaged(at, "is a boolean of value " + value + "; only 0 and 1 are allowed");
    }
    return value == 1;
  }

  /**
   * A 64-bit unsigned number from 0 to {@code max}.
   *
   * @param what words it in the message, with a place for the number: "a dimension of %s"
   */
  long size(String what, long max) {
    long at = position;
    return atMost(max, int64(), what, at);
  }

  /** Passes over {@code bytes} bytes and returns where they begin. */
  long skip(long bytes) {
    long start = position;
    if (bytes > content.byteSize() - start) {
      throw errors.truncated(subject, start, "needs " + bytes + " bytes", content.byteSize());
    }
    if (bytes > GgufLimits.HEADER_BYTES_MAX - start) {
      throw damaged(
          start,
          "reaches past the "
              + GgufLimits.HEADER_BYTES_MAX
              + " bytes that metadata and tensor table may take");
    }
    position += bytes;
    return start;
  }

  /**
   * A string: a 64-bit length and that many bytes of UTF-8.
   *
   * @throws GgufFormatException also if the bytes are not well-formed UTF-8: a replacement
   *     character in their place could make two different tokens or names equal
   */
  String string(long maxBytes) {
    int length = Math.toIntExact(length(maxBytes));
    long start = skip(length);
    byte[] bytes = new byte[length];
    MemorySegment.copy(content, ValueLayout.JAVA_BYTE, start, bytes, 0, length);
    String text = new String(bytes, StandardCharsets.UTF_8);
    // The fast decoder replaces what is malformed; a replacement may also be in the file itself.
    if (text.indexOf(REPLACEMENT) >= 0
        && !Arrays.equals(text.getBytes(StandardCharsets.UTF_8), bytes)) {
      throw damaged(start, "is not well-formed UTF-8");
    }
    return text;
  }

  /** Passes over a string; its bytes are not looked at. */
  void skipString() {
    skip(length(GgufLimits.STRING_BYTES_MAX));
  }

  /** A key or tensor name: a string that is not empty and has no control characters. */
  String name(long maxBytes) {
    long at = position;
    String name = string(maxBytes);
    if (name.isEmpty()) {
      throw damaged(at, "has an empty name; a count or length before it may be wrong");
    }
    if (FormatErrors.hasInvisible(name)) {
      throw damaged(
          at + Long.BYTES,
          "has the name '" + FormatErrors.shown(name) + "' with control characters in it");
    }
    return name;
  }

  GgufValueType valueType() {
    long at = position;
    long id = uint32();
    return GgufValueType.byId(id)
        .orElseThrow(() -> damaged(at, "has the value type " + id + ", which does not exist"));
  }

  GgufFormatException damaged(long offset, String problem) {
    return errors.damaged(subject, offset, problem);
  }

  GgufFormatException error(long offset, String problem) {
    return errors.plain(subject, offset, problem);
  }

  /** A string's length; an error names the place where the string begins. */
  private long length(long max) {
    long length = int64();
    return atMost(max, length, "a length of %s bytes", position);
  }

  private long atMost(long max, long value, String what, long at) {
    if (value < 0 || value > max) {
      throw damaged(
          at,
          "has "
              + String.format(what, Long.toUnsignedString(value))
              + "; the most that is allowed is "
              + max);
    }
    return value;
  }
}
