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
      WeightMatrix w,
      int rowFrom,
      int rowTo,
      float[] x,
      int xOffset,
      float[] y,
      int yOffset,
      float[] tile) {
    long rowBytes = w.rowBytes();
    for (int row = rowFrom; row < rowTo; row++) {
      y[yOffset + row] = dot(w.data(), row * rowBytes, w.columns(), x, xOffset);
    }
  }

  private static float dot(MemorySegment w, long p, int n, float[] x, int xOffset) {
    FloatVector a = FloatVector.zero(FLOATS);
    FloatVector b = a;
    int i = xOffset;
    int end = xOffset + n;
    for (; i < end - BLOCK; i += 2 * BLOCK, p += 2 * BLOCK_BYTES) {
      FloatVector s =
          ((FloatVector)
                  ByteVector.fromMemorySegment(BYTES, w, p + 2, LITTLE_ENDIAN).castShape(FLOATS, 0))
              .mul(FloatVector.fromArray(FLOATS, x, i));
      FloatVector t =
          ((FloatVector)
                  ByteVector.fromMemorySegment(BYTES, w, p + BLOCK_BYTES + 2, LITTLE_ENDIAN)
                      .castShape(FLOATS, 0))
              .mul(FloatVector.fromArray(FLOATS, x, i + BLOCK));
      for (int j = Lanes.COUNT; j < BLOCK; j += Lanes.COUNT) {
        s =
            ((FloatVector)
                    ByteVector.fromMemorySegment(BYTES, w, p + 2 + j, LITTLE_ENDIAN)
                        .castShape(FLOATS, 0))
                .fma(FloatVector.fromArray(FLOATS, x, i + j), s);
        t =
            ((FloatVector)
                    ByteVector.fromMemorySegment(BYTES, w, p + BLOCK_BYTES + 2 + j, LITTLE_ENDIAN)
                        .castShape(FLOATS, 0))
                .fma(FloatVector.fromArray(FLOATS, x, i + BLOCK + j), t);
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
                .fma(FloatVector.fromArray(FLOATS, x, i + j), a);
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
