package io.perilune.inference.kernel;

import static io.perilune.inference.kernel.Lanes.BYTES;
import static io.perilune.inference.kernel.Lanes.FLOATS;
import static io.perilune.inference.kernel.Lanes.INTS;
import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static jdk.incubator.vector.VectorOperators.ADD;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LSHR;

import io.perilune.inference.quant.LittleEndian;
import io.perilune.inference.quant.Values;
import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;

/** Rows of IQ6_K: values are a polynomial of codes of 6 bits, with or without 1 added. */
final class VectorIQ6_K implements RowKernel {
  private static final int BLOCK = 256;
  private static final int BLOCK_BYTES = 212;

  private static final int RUN = 32;
  private static final FloatVector CUBIC = FloatVector.broadcast(FLOATS, Values.IQ6_CUBIC);
  private static final FloatVector SQUARE = FloatVector.broadcast(FLOATS, Values.IQ6_SQUARE);
  private static final FloatVector LINEAR = FloatVector.broadcast(FLOATS, Values.IQ6_LINEAR);
  private static final FloatVector CONSTANT = FloatVector.broadcast(FLOATS, Values.IQ6_CONSTANT);

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
      float d = LittleEndian.half(w, p);
      int tables = (short) LittleEndian.SHORT.get(w, p + 2);
      for (int pair = 0; pair < 4; pair++) {
        int scales = (int) LittleEndian.INT.get(w, p + 4 + 4 * pair);
        for (int j = 0; j < RUN; j += Lanes.COUNT) {
          IntVector q =
              (IntVector)
                  ByteVector.fromMemorySegment(BYTES, w, p + 20 + RUN * pair + j, LITTLE_ENDIAN)
                      .castShape(INTS, 0);
          IntVector h =
              ((IntVector)
                      ByteVector.fromMemorySegment(
                              BYTES, w, p + 148 + pair / 2 * RUN + j, LITTLE_ENDIAN)
                          .castShape(INTS, 0))
                  .lanewise(LSHR, pair % 2 * 4);
          FloatVector q0 =
              (FloatVector) q.and(15).or(h.and(3).lanewise(LSHL, 4)).castShape(FLOATS, 0);
          FloatVector q1 =
              (FloatVector)
                  q.lanewise(LSHR, 4).and(15).or(h.and(12).lanewise(LSHL, 2)).castShape(FLOATS, 0);
          FloatVector v0 =
              q0.fma(q0.fma(q0.fma(CUBIC, SQUARE), LINEAR), CONSTANT).add(tables >> j / 16 & 1);
          FloatVector v1 =
              q1.fma(q1.fma(q1.fma(CUBIC, SQUARE), LINEAR), CONSTANT).add(tables >> 2 + j / 16 & 1);
          int scale = scales >> j / 16 * 8;
          a =
              v0.mul(FloatVector.fromMemorySegment(FLOATS, x, i + Float.BYTES * (j), LITTLE_ENDIAN))
                  .fma(FloatVector.broadcast(FLOATS, d * (byte) scale), a);
          b =
              v1.mul(
                      FloatVector.fromMemorySegment(
                          FLOATS, x, i + Float.BYTES * (j + RUN), LITTLE_ENDIAN))
                  .fma(FloatVector.broadcast(FLOATS, d * (byte) (scale >> 16)), b);
        }
        tables >>= 4;
        i += Float.BYTES * 2 * RUN;
      }
    }
    return a.add(b).reduceLanes(ADD);
  }

  @Override
  public void decode(WeightMatrix w, int row, int first, int count, float[] out, int outOffset) {
    long rowBytes = w.rowBytes();

    long p = row * rowBytes + (long) first / BLOCK * BLOCK_BYTES;
    decode(w.data(), p, count, out, outOffset);
  }

  private static void decode(MemorySegment w, long p, int count, float[] out, int outOffset) {
    for (int i = outOffset; i < outOffset + count; p += BLOCK_BYTES) {
      float d = LittleEndian.half(w, p);
      int tables = (short) LittleEndian.SHORT.get(w, p + 2);
      for (int pair = 0; pair < 4; pair++) {
        int scales = (int) LittleEndian.INT.get(w, p + 4 + 4 * pair);
        for (int j = 0; j < RUN; j += Lanes.COUNT) {
          IntVector q =
              (IntVector)
                  ByteVector.fromMemorySegment(BYTES, w, p + 20 + RUN * pair + j, LITTLE_ENDIAN)
                      .castShape(INTS, 0);
          IntVector h =
              ((IntVector)
                      ByteVector.fromMemorySegment(
                              BYTES, w, p + 148 + pair / 2 * RUN + j, LITTLE_ENDIAN)
                          .castShape(INTS, 0))
                  .lanewise(LSHR, pair % 2 * 4);
          FloatVector q0 =
              (FloatVector) q.and(15).or(h.and(3).lanewise(LSHL, 4)).castShape(FLOATS, 0);
          FloatVector q1 =
              (FloatVector)
                  q.lanewise(LSHR, 4).and(15).or(h.and(12).lanewise(LSHL, 2)).castShape(FLOATS, 0);
          FloatVector v0 =
              q0.fma(q0.fma(q0.fma(CUBIC, SQUARE), LINEAR), CONSTANT).add(tables >> j / 16 & 1);
          FloatVector v1 =
              q1.fma(q1.fma(q1.fma(CUBIC, SQUARE), LINEAR), CONSTANT).add(tables >> 2 + j / 16 & 1);
          int scale = scales >> j / 16 * 8;
          v0.mul(d * (byte) scale).intoArray(out, i + j);
          v1.mul(d * (byte) (scale >> 16)).intoArray(out, i + j + RUN);
        }
        tables >>= 4;
        i += 2 * RUN;
      }
    }
  }
}
