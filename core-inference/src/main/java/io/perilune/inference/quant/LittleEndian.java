package io.perilune.inference.quant;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

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
}
