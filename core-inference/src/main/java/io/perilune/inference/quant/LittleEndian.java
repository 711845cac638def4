package io.perilune.inference.quant;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;

/**
 * Access to little-endian values at any byte offset of a segment, with coordinates {@code
 * (MemorySegment, long)}. Constant var handles stay fast in ahead-of-time compiled code, where
 * {@code MemorySegment.get} in a loop does not; exact invocation makes a call that would need a
 * conversion an error instead of a slow path.
 */
public final class LittleEndian {
  public static final VarHandle BYTE = ValueLayout.JAVA_BYTE.varHandle().withInvokeExactBehavior();
  public static final VarHandle SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED
          .withOrder(LITTLE_ENDIAN)
          .varHandle()
          .withInvokeExactBehavior();
  public static final VarHandle INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(LITTLE_ENDIAN).varHandle().withInvokeExactBehavior();
  public static final VarHandle LONG =
      ValueLayout.JAVA_LONG_UNALIGNED
          .withOrder(LITTLE_ENDIAN)
          .varHandle()
          .withInvokeExactBehavior();
  public static final VarHandle FLOAT =
      ValueLayout.JAVA_FLOAT_UNALIGNED
          .withOrder(LITTLE_ENDIAN)
          .varHandle()
          .withInvokeExactBehavior();

  private LittleEndian() {}

  /** A half float. */
  public static float half(MemorySegment source, long at) {
    return Float.float16ToFloat((short) SHORT.get(source, at));
  }

  /** From 0 to 255; no index, see {@link BlockFormat}. */
  static int unsignedByte(MemorySegment source, long at) {
    return (byte) BYTE.get(source, at) & 0xff;
  }

  /** From -32768 to 32767, or 16 bits that are to be masked. */
  static int signedShort(MemorySegment source, long at) {
    return (short) SHORT.get(source, at);
  }

  /** From 0 to 65535; no index, see {@link BlockFormat}. */
  static int unsignedShort(MemorySegment source, long at) {
    return (short) SHORT.get(source, at) & 0xffff;
  }

  /** Byte number {@code n} of eight that were read at once, from 0 to 255. */
  static int byteOf(long eight, int n) {
    return (int) (eight >>> Byte.SIZE * n) & 0xff;
  }

  /** Nibble number {@code n} where a byte holds two neighbours, the first in its low nibble. */
  static int nibble(MemorySegment source, long at, int n) {
    return (byte) BYTE.get(source, at + n / 2) >> n % 2 * 4 & 15;
  }

  /** Nibble number {@code n} where the low nibbles of all bytes come before the high ones. */
  static int splitNibble(MemorySegment source, long at, int bytes, int n) {
    return (byte) BYTE.get(source, at + n % bytes) >> n / bytes * 4 & 15;
  }
}
