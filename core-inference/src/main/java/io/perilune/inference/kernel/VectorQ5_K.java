package io.perilune.inference.kernel;

import static io.perilune.inference.kernel.Lanes.BYTES;
import static io.perilune.inference.kernel.Lanes.FLOATS;
import static io.perilune.inference.kernel.Lanes.INTS;
import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static jdk.incubator.vector.VectorOperators.ADD;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LSHR;

import io.perilune.inference.quant.KScales;
import io.perilune.inference.quant.LittleEndian;
import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;

/** Rows of Q5_K: as {@link VectorQ4_K}, with a fifth bit per weight. */
final class VectorQ5_K implements RowKernel {
  private static final int BLOCK = 256;
  private static final int BLOCK_BYTES = 176;
  private static final int SUB_BLOCK = 32;

  @Override
  public int preparedFloats(int columns) {
    return columns + columns / BlockSums.BLOCK;
  }

  @Override
  public void prepare(float[] x, int xOffset, int n, MemorySegment out, long at) {
    RowKernel.super.prepare(x, xOffset, n, out, at);
    BlockSums.compute(x, xOffset, n, out, at + (long) Float.BYTES * n);
  }

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
    float minimum = 0;
    long end = at + (long) Float.BYTES * n;
    long sums = end;
    for (long i = at; i < end; p += BLOCK_BYTES, sums += SUB_BLOCK) {
      float d = Float.float16ToFloat((short) LittleEndian.SHORT.get(w, p));
      float dmin = Float.float16ToFloat((short) LittleEndian.SHORT.get(w, p + 2));
      int bytes8 = (int) LittleEndian.INT.get(w, p + 12);
      long scales = KScales.scales((int) LittleEndian.INT.get(w, p + 4), bytes8);
      long minima = KScales.minima((int) LittleEndian.INT.get(w, p + 8), bytes8);
      minimum += dmin * BlockSums.dot(minima, x, sums);
      long nibbles = p + 48;
      for (int pair = 0; pair < 4; pair++, i += 2 * SUB_BLOCK * Float.BYTES) {
        FloatVector s = FloatVector.zero(FLOATS);
        FloatVector t = s;
        for (int j = 0; j < SUB_BLOCK; j += Lanes.COUNT) {
          IntVector q =
              (IntVector)
                  ByteVector.fromMemorySegment(BYTES, w, nibbles + j, LITTLE_ENDIAN)
                      .castShape(INTS, 0);
          IntVector h =
              ((IntVector)
                      ByteVector.fromMemorySegment(BYTES, w, p + 16 + j, LITTLE_ENDIAN)
                          .castShape(INTS, 0))
                  .lanewise(LSHR, 2 * pair);
          IntVector q0 = q.and(15).or(h.and(1).lanewise(LSHL, 4));
          IntVector q1 = q.lanewise(LSHR, 4).and(15).or(h.and(2).lanewise(LSHL, 3));
          s =
              ((FloatVector) q0.castShape(FLOATS, 0))
                  .fma(
                      FloatVector.fromMemorySegment(FLOATS, x, i + Float.BYTES * j, LITTLE_ENDIAN),
                      s);
          t =
              ((FloatVector) q1.castShape(FLOATS, 0))
                  .fma(
                      FloatVector.fromMemorySegment(
                          FLOATS, x, i + Float.BYTES * (SUB_BLOCK + j), LITTLE_ENDIAN),
                      t);
        }
        a = s.fma(FloatVector.broadcast(FLOATS, d * (int) (scales & 63)), a);
        b = t.fma(FloatVector.broadcast(FLOATS, d * (int) (scales >>> 8 & 63)), b);
        nibbles += SUB_BLOCK;
        scales >>>= 16;
      }
    }
    return a.add(b).reduceLanes(ADD) - minimum;
  }

  @Override
  public void decode(WeightMatrix w, int row, int first, int count, float[] out, int outOffset) {
    decode(
        w.data(), row * w.rowBytes() + (long) first / BLOCK * BLOCK_BYTES, count, out, outOffset);
  }

  private static void decode(MemorySegment w, long p, int count, float[] out, int outOffset) {
    for (int i = outOffset; i < outOffset + count; p += BLOCK_BYTES) {
      float d = Float.float16ToFloat((short) LittleEndian.SHORT.get(w, p));
      float dmin = Float.float16ToFloat((short) LittleEndian.SHORT.get(w, p + 2));
      int bytes8 = (int) LittleEndian.INT.get(w, p + 12);
      long scales = KScales.scales((int) LittleEndian.INT.get(w, p + 4), bytes8);
      long minima = KScales.minima((int) LittleEndian.INT.get(w, p + 8), bytes8);
      long nibbles = p + 48;
      for (int pair = 0; pair < 4; pair++, i += 2 * SUB_BLOCK) {
        FloatVector scale0 = FloatVector.broadcast(FLOATS, d * (int) (scales & 63));
        FloatVector scale1 = FloatVector.broadcast(FLOATS, d * (int) (scales >>> 8 & 63));
        FloatVector minimum0 = FloatVector.broadcast(FLOATS, -dmin * (int) (minima & 63));
        FloatVector minimum1 = FloatVector.broadcast(FLOATS, -dmin * (int) (minima >>> 8 & 63));
        for (int j = 0; j < SUB_BLOCK; j += Lanes.COUNT) {
          IntVector q =
              (IntVector)
                  ByteVector.fromMemorySegment(BYTES, w, nibbles + j, LITTLE_ENDIAN)
                      .castShape(INTS, 0);
          IntVector h =
              ((IntVector)
                      ByteVector.fromMemorySegment(BYTES, w, p + 16 + j, LITTLE_ENDIAN)
                          .castShape(INTS, 0))
                  .lanewise(LSHR, 2 * pair);
          IntVector q0 = q.and(15).or(h.and(1).lanewise(LSHL, 4));
          IntVector q1 = q.lanewise(LSHR, 4).and(15).or(h.and(2).lanewise(LSHL, 3));
          ((FloatVector) q0.castShape(FLOATS, 0)).fma(scale0, minimum0).intoArray(out, i + j);
          ((FloatVector) q1.castShape(FLOATS, 0))
              .fma(scale1, minimum1)
              .intoArray(out, i + SUB_BLOCK + j);
        }
        nibbles += SUB_BLOCK;
        scales >>>= 16;
        minima >>>= 16;
      }
    }
  }
}
