package io.perilune.inference.kernel;

import static io.perilune.inference.kernel.Lanes.BYTES;
import static io.perilune.inference.kernel.Lanes.FLOATS;
import static io.perilune.inference.kernel.Lanes.INTS;
import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static jdk.incubator.vector.VectorOperators.ADD;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LSHR;

import io.perilune.inference.quant.LittleEndian;
import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;

/** Rows of Q6_K: the four runs of each half side by side, scales per 16 weights. */
final class VectorQ6_K implements RowKernel {
  private static final int BLOCK = 256;
  private static final int BLOCK_BYTES = 210;
  private static final int RUN = 32;

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
    long end = at + (long) Float.BYTES * n;
    for (long i = at; i < end; p += BLOCK_BYTES) {
      float d = Float.float16ToFloat((short) LittleEndian.SHORT.get(w, p + 208));
      for (int half = 0; half < 2; half++, i += BLOCK / 2 * Float.BYTES) {
        long low = p + 64 * half;
        long high = p + 128 + 32 * half;
        long scales = (long) LittleEndian.LONG.get(w, p + 192 + 8 * half);
        for (int j = 0; j < RUN; j += Lanes.COUNT) {
          IntVector u =
              (IntVector)
                  ByteVector.fromMemorySegment(BYTES, w, low + j, LITTLE_ENDIAN).castShape(INTS, 0);
          IntVector v =
              (IntVector)
                  ByteVector.fromMemorySegment(BYTES, w, low + j + RUN, LITTLE_ENDIAN)
                      .castShape(INTS, 0);
          IntVector h =
              (IntVector)
                  ByteVector.fromMemorySegment(BYTES, w, high + j, LITTLE_ENDIAN)
                      .castShape(INTS, 0);

          IntVector q0 = u.and(15).or(h.and(3).lanewise(LSHL, 4)).sub(32);
          IntVector q1 = v.and(15).or(h.and(12).lanewise(LSHL, 2)).sub(32);
          IntVector q2 = u.lanewise(LSHR, 4).and(15).or(h.and(48)).sub(32);
          IntVector q3 = v.lanewise(LSHR, 4).and(15).or(h.lanewise(LSHR, 2).and(48)).sub(32);
          long scale = scales >>> (j / 16 * 8);
          a =
              ((FloatVector) q0.castShape(FLOATS, 0))
                  .mul(FloatVector.fromMemorySegment(FLOATS, x, i + Float.BYTES * j, LITTLE_ENDIAN))
                  .fma(FloatVector.broadcast(FLOATS, d * (byte) scale), a);
          b =
              ((FloatVector) q1.castShape(FLOATS, 0))
                  .mul(
                      FloatVector.fromMemorySegment(
                          FLOATS, x, i + Float.BYTES * (j + RUN), LITTLE_ENDIAN))
                  .fma(FloatVector.broadcast(FLOATS, d * (byte) (scale >>> 16)), b);
          a =
              ((FloatVector) q2.castShape(FLOATS, 0))
                  .mul(
                      FloatVector.fromMemorySegment(
                          FLOATS, x, i + Float.BYTES * (j + 2 * RUN), LITTLE_ENDIAN))
                  .fma(FloatVector.broadcast(FLOATS, d * (byte) (scale >>> 32)), a);
          b =
              ((FloatVector) q3.castShape(FLOATS, 0))
                  .mul(
                      FloatVector.fromMemorySegment(
                          FLOATS, x, i + Float.BYTES * (j + 3 * RUN), LITTLE_ENDIAN))
                  .fma(FloatVector.broadcast(FLOATS, d * (byte) (scale >>> 48)), b);
        }
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
    for (int i = outOffset; i < outOffset + count; p += BLOCK_BYTES) {
      float d = Float.float16ToFloat((short) LittleEndian.SHORT.get(w, p + 208));
      for (int half = 0; half < 2; half++, i += BLOCK / 2) {
        long low = p + 64 * half;
        long high = p + 128 + 32 * half;
        long scales = (long) LittleEndian.LONG.get(w, p + 192 + 8 * half);
        for (int j = 0; j < RUN; j += Lanes.COUNT) {
          IntVector u =
              (IntVector)
                  ByteVector.fromMemorySegment(BYTES, w, low + j, LITTLE_ENDIAN).castShape(INTS, 0);
          IntVector v =
              (IntVector)
                  ByteVector.fromMemorySegment(BYTES, w, low + j + RUN, LITTLE_ENDIAN)
                      .castShape(INTS, 0);
          IntVector h =
              (IntVector)
                  ByteVector.fromMemorySegment(BYTES, w, high + j, LITTLE_ENDIAN)
                      .castShape(INTS, 0);

          IntVector q0 = u.and(15).or(h.and(3).lanewise(LSHL, 4)).sub(32);
          IntVector q1 = v.and(15).or(h.and(12).lanewise(LSHL, 2)).sub(32);
          IntVector q2 = u.lanewise(LSHR, 4).and(15).or(h.and(48)).sub(32);
          IntVector q3 = v.lanewise(LSHR, 4).and(15).or(h.lanewise(LSHR, 2).and(48)).sub(32);
          long scale = scales >>> (j / 16 * 8);
          ((FloatVector) q0.castShape(FLOATS, 0)).mul(d * (byte) scale).intoArray(out, i + j);
          ((FloatVector) q1.castShape(FLOATS, 0))
              .mul(d * (byte) (scale >>> 16))
              .intoArray(out, i + j + RUN);
          ((FloatVector) q2.castShape(FLOATS, 0))
              .mul(d * (byte) (scale >>> 32))
              .intoArray(out, i + j + 2 * RUN);
          ((FloatVector) q3.castShape(FLOATS, 0))
              .mul(d * (byte) (scale >>> 48))
              .intoArray(out, i + j + 3 * RUN);
        }
      }
    }
  }
}
