package io.perilune.inference.kernel;

import static io.perilune.inference.kernel.Lanes.BYTES;
import static io.perilune.inference.kernel.Lanes.FLOATS;
import static io.perilune.inference.kernel.Lanes.INTS;
import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static jdk.incubator.vector.VectorOperators.ADD;
import static jdk.incubator.vector.VectorOperators.LSHR;

import io.perilune.inference.quant.LittleEndian;
import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;

/** Rows of Q4_0: two blocks and two accumulators per step. */
final class VectorQ4_0 implements RowKernel {
  private static final int BLOCK = 32;
  private static final int BLOCK_BYTES = 18;

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
      FloatVector s = FloatVector.zero(FLOATS);
      FloatVector t = s;
      for (int j = 0; j < BLOCK / 2; j += Lanes.COUNT) {
        IntVector u =
            (IntVector)
                ByteVector.fromMemorySegment(BYTES, w, p + 2 + j, LITTLE_ENDIAN).castShape(INTS, 0);
        IntVector v =
            (IntVector)
                ByteVector.fromMemorySegment(BYTES, w, p + BLOCK_BYTES + 2 + j, LITTLE_ENDIAN)
                    .castShape(INTS, 0);
        s =
            ((FloatVector) u.and(15).sub(8).castShape(FLOATS, 0))
                .fma(FloatVector.fromArray(FLOATS, x, i + j), s);
        s =
            ((FloatVector) u.lanewise(LSHR, 4).and(15).sub(8).castShape(FLOATS, 0))
                .fma(FloatVector.fromArray(FLOATS, x, i + j + BLOCK / 2), s);
        t =
            ((FloatVector) v.and(15).sub(8).castShape(FLOATS, 0))
                .fma(FloatVector.fromArray(FLOATS, x, i + j + BLOCK), t);
        t =
            ((FloatVector) v.lanewise(LSHR, 4).and(15).sub(8).castShape(FLOATS, 0))
                .fma(FloatVector.fromArray(FLOATS, x, i + j + BLOCK + BLOCK / 2), t);
      }
      float d0 = Float.float16ToFloat((short) LittleEndian.SHORT.get(w, p));
      float d1 = Float.float16ToFloat((short) LittleEndian.SHORT.get(w, p + BLOCK_BYTES));
      a = s.fma(FloatVector.broadcast(FLOATS, d0), a);
      b = t.fma(FloatVector.broadcast(FLOATS, d1), b);
    }
    if (i < end) {
      float d = Float.float16ToFloat((short) LittleEndian.SHORT.get(w, p));
      for (int j = 0; j < BLOCK / 2; j += Lanes.COUNT) {
        IntVector u =
            (IntVector)
                ByteVector.fromMemorySegment(BYTES, w, p + 2 + j, LITTLE_ENDIAN).castShape(INTS, 0);
        a =
            ((FloatVector) u.and(15).sub(8).castShape(FLOATS, 0))
                .mul(d)
                .fma(FloatVector.fromArray(FLOATS, x, i + j), a);
        b =
            ((FloatVector) u.lanewise(LSHR, 4).and(15).sub(8).castShape(FLOATS, 0))
                .mul(d)
                .fma(FloatVector.fromArray(FLOATS, x, i + j + BLOCK / 2), b);
      }
    }
    return a.add(b).reduceLanes(ADD);
  }

  @Override
  public void decode(WeightMatrix w, int row, int first, int count, float[] out, int outOffset) {
    decode(
        w.data(), row * w.rowBytes() + (long) first / BLOCK * BLOCK_BYTES, count, out, outOffset);
  }

  private static void decode(MemorySegment w, long p, int count, float[] out, int outOffset) {
    for (int i = outOffset; i < outOffset + count; i += BLOCK, p += BLOCK_BYTES) {
      float d = Float.float16ToFloat((short) LittleEndian.SHORT.get(w, p));
      for (int j = 0; j < BLOCK / 2; j += Lanes.COUNT) {
        IntVector u =
            (IntVector)
                ByteVector.fromMemorySegment(BYTES, w, p + 2 + j, LITTLE_ENDIAN).castShape(INTS, 0);
        ((FloatVector) u.and(15).sub(8).castShape(FLOATS, 0)).mul(d).intoArray(out, i + j);
        ((FloatVector) u.lanewise(LSHR, 4).and(15).sub(8).castShape(FLOATS, 0))
            .mul(d)
            .intoArray(out, i + j + BLOCK / 2);
      }
    }
  }
}
