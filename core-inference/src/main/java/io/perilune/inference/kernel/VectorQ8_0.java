package io.perilune.inference.kernel;

import static io.perilune.inference.kernel.Lanes.BYTES;
import static io.perilune.inference.kernel.Lanes.FLOATS;
import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static jdk.incubator.vector.VectorOperators.ADD;

import io.perilune.inference.quant.LittleEndian;
import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;

/** Rows of Q8_0: two blocks and two accumulators per step. */
final class VectorQ8_0 implements RowKernel {
  private static final int BLOCK = 32;
  private static final int BLOCK_BYTES = 34;

  @Override
  public void multiply(
      WeightMatrix w, int rowFrom, int rowTo, MemorySegment x, long at, float[] y, int yOffset) {
    long rowBytes = w.rowBytes();
    for (int row = rowFrom; row < rowTo; row++) {
      y[yOffset + row] = dot(w.data(), row * rowBytes, w.columns(), x, at);
    }
  }

  private static float dot(MemorySegment w, long p, int n, MemorySegment x, long at) {
    FloatVector a = FloatVector.zero(FLOATS);
    FloatVector b = a;
    long i = at;
    long end = at + (long) Float.BYTES * n;
    for (; i < end - BLOCK * Float.BYTES; i += 2 * BLOCK * Float.BYTES, p += 2 * BLOCK_BYTES) {
      FloatVector s =
          ((FloatVector)
                  ByteVector.fromMemorySegment(BYTES, w, p + 2, LITTLE_ENDIAN).castShape(FLOATS, 0))
              .mul(FloatVector.fromMemorySegment(FLOATS, x, i, LITTLE_ENDIAN));
      FloatVector t =
          ((FloatVector)
                  ByteVector.fromMemorySegment(BYTES, w, p + BLOCK_BYTES + 2, LITTLE_ENDIAN)
                      .castShape(FLOATS, 0))
              .mul(
                  FloatVector.fromMemorySegment(FLOATS, x, i + Float.BYTES * BLOCK, LITTLE_ENDIAN));
      for (int j = Lanes.COUNT; j < BLOCK; j += Lanes.COUNT) {
        s =
            ((FloatVector)
                    ByteVector.fromMemorySegment(BYTES, w, p + 2 + j, LITTLE_ENDIAN)
                        .castShape(FLOATS, 0))
                .fma(
                    FloatVector.fromMemorySegment(FLOATS, x, i + Float.BYTES * j, LITTLE_ENDIAN),
                    s);
        t =
            ((FloatVector)
                    ByteVector.fromMemorySegment(BYTES, w, p + BLOCK_BYTES + 2 + j, LITTLE_ENDIAN)
                        .castShape(FLOATS, 0))
                .fma(
                    FloatVector.fromMemorySegment(
                        FLOATS, x, i + Float.BYTES * (BLOCK + j), LITTLE_ENDIAN),
                    t);
      }
      float d0 = Float.float16ToFloat((short) LittleEndian.SHORT.get(w, p));
      float d1 = Float.float16ToFloat((short) LittleEndian.SHORT.get(w, p + BLOCK_BYTES));
      a = s.fma(FloatVector.broadcast(FLOATS, d0), a);
      b = t.fma(FloatVector.broadcast(FLOATS, d1), b);
    }
    if (i < end) {
      float d = Float.float16ToFloat((short) LittleEndian.SHORT.get(w, p));
      for (int j = 0; j < BLOCK; j += Lanes.COUNT) {
        a =
            ((FloatVector)
                    ByteVector.fromMemorySegment(BYTES, w, p + 2 + j, LITTLE_ENDIAN)
                        .castShape(FLOATS, 0))
                .mul(d)
                .fma(
                    FloatVector.fromMemorySegment(FLOATS, x, i + Float.BYTES * j, LITTLE_ENDIAN),
                    a);
      }
    }
    return a.add(b).reduceLanes(ADD);
  }

  @Override
  public void decode(WeightMatrix w, int row, int first, int count, float[] out, int outOffset) {
    decode(
        w.data(), row * w.rowBytes() + (long) first / BLOCK * BLOCK_BYTES, count, out, outOffset);
  }

  /** Decodes whole blocks from offset {@code p} on. */
  static void decode(MemorySegment w, long p, int count, float[] out, int outOffset) {
    for (int i = outOffset; i < outOffset + count; i += BLOCK, p += BLOCK_BYTES) {
      float d = Float.float16ToFloat((short) LittleEndian.SHORT.get(w, p));
      for (int j = 0; j < BLOCK; j += Lanes.COUNT) {
        ((FloatVector)
                ByteVector.fromMemorySegment(BYTES, w, p + 2 + j, LITTLE_ENDIAN)
                    .castShape(FLOATS, 0))
            .mul(d)
            .intoArray(out, i + j);
      }
    }
  }
}
