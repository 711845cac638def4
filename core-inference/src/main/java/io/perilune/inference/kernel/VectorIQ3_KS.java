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

/** Rows of IQ3_KS: codes of 3 bits choose values from the table of their run. */
final class VectorIQ3_KS implements RowKernel {
  private static final int BLOCK = 256;
  private static final int BLOCK_BYTES = 102;
  private static final int ROW_BYTES = 2;
  private static final int[] TABLES = ValueTable.of(Values.iq3(), 8);
  private static final int RUN = 32;

  @Override
  public void multiply(
      WeightMatrix w, int rowFrom, int rowTo, MemorySegment x, long at, float[] y, int yOffset) {
    long rowBytes = w.rowBytes();
    for (int row = rowFrom; row < rowTo; row++) {
      float rowFactor = LittleEndian.half(w.data(), row * rowBytes);
      y[yOffset + row] = rowFactor * dot(w.data(), row * rowBytes + ROW_BYTES, w.columns(), x, at);
    }
  }

  private static float dot(MemorySegment w, long p, int n, MemorySegment x, long at) {
    FloatVector a = FloatVector.zero(FLOATS);
    FloatVector b = a;
    long end = at + (long) Float.BYTES * n;
    for (long i = at; i < end; p += BLOCK_BYTES) {
      int bits = (short) LittleEndian.SHORT.get(w, p);
      int tables = bits >> 8;
      int lower = (int) LittleEndian.INT.get(w, p + 2);
      for (int pair = 0; pair < 4; pair++) {
        int table0 = (tables & 1) * ValueTable.SIZE;
        int table1 = (tables >> 1 & 1) * ValueTable.SIZE;
        IntVector low0 = IntVector.fromArray(INTS, TABLES, table0);
        IntVector high0 = IntVector.fromArray(INTS, TABLES, table0 + Lanes.COUNT);
        IntVector low1 = IntVector.fromArray(INTS, TABLES, table1);
        IntVector high1 = IntVector.fromArray(INTS, TABLES, table1 + Lanes.COUNT);
        int nibbles = lower >>> pair % 2 * 16 + pair / 2 * 4;
        float factor0 = ((nibbles & 15 | (bits & 1) << 4) - 16);
        float factor1 = ((nibbles >> 8 & 15 | (bits & 2) << 3) - 16);
        for (int j = 0; j < RUN; j += Lanes.COUNT) {
          IntVector q =
              ((IntVector)
                      ByteVector.fromMemorySegment(
                              BYTES, w, p + 6 + pair / 2 * RUN + j, LITTLE_ENDIAN)
                          .castShape(INTS, 0))
                  .lanewise(LSHR, pair % 2 * 4);
          IntVector h =
              ((IntVector)
                      ByteVector.fromMemorySegment(BYTES, w, p + 70 + j, LITTLE_ENDIAN)
                          .castShape(INTS, 0))
                  .lanewise(LSHR, 2 * pair);
          IntVector q0 = q.and(3).or(h.and(1).lanewise(LSHL, 2));
          IntVector q1 = q.lanewise(LSHR, 2).and(3).or(h.and(2).lanewise(LSHL, 1));
          a =
              q0.selectFrom(low0, high0)
                  .reinterpretAsFloats()
                  .mul(
                      FloatVector.fromMemorySegment(
                          FLOATS, x, i + Float.BYTES * (j), LITTLE_ENDIAN))
                  .fma(FloatVector.broadcast(FLOATS, factor0), a);
          b =
              q1.selectFrom(low1, high1)
                  .reinterpretAsFloats()
                  .mul(
                      FloatVector.fromMemorySegment(
                          FLOATS, x, i + Float.BYTES * (j + RUN), LITTLE_ENDIAN))
                  .fma(FloatVector.broadcast(FLOATS, factor1), b);
        }
        bits >>= 2;
        tables >>= 2;
        i += Float.BYTES * 2 * RUN;
      }
    }
    return a.add(b).reduceLanes(ADD);
  }

  @Override
  public void decode(WeightMatrix w, int row, int first, int count, float[] out, int outOffset) {
    long rowBytes = w.rowBytes();
    float rowFactor = LittleEndian.half(w.data(), row * rowBytes);
    long p = row * rowBytes + ROW_BYTES + (long) first / BLOCK * BLOCK_BYTES;
    decode(w.data(), p, rowFactor, count, out, outOffset);
  }

  private static void decode(
      MemorySegment w, long p, float rowFactor, int count, float[] out, int outOffset) {
    for (int i = outOffset; i < outOffset + count; p += BLOCK_BYTES) {
      int bits = (short) LittleEndian.SHORT.get(w, p);
      int tables = bits >> 8;
      int lower = (int) LittleEndian.INT.get(w, p + 2);
      for (int pair = 0; pair < 4; pair++) {
        int table0 = (tables & 1) * ValueTable.SIZE;
        int table1 = (tables >> 1 & 1) * ValueTable.SIZE;
        IntVector low0 = IntVector.fromArray(INTS, TABLES, table0);
        IntVector high0 = IntVector.fromArray(INTS, TABLES, table0 + Lanes.COUNT);
        IntVector low1 = IntVector.fromArray(INTS, TABLES, table1);
        IntVector high1 = IntVector.fromArray(INTS, TABLES, table1 + Lanes.COUNT);
        int nibbles = lower >>> pair % 2 * 16 + pair / 2 * 4;
        float factor0 = rowFactor * ((nibbles & 15 | (bits & 1) << 4) - 16);
        float factor1 = rowFactor * ((nibbles >> 8 & 15 | (bits & 2) << 3) - 16);
        for (int j = 0; j < RUN; j += Lanes.COUNT) {
          IntVector q =
              ((IntVector)
                      ByteVector.fromMemorySegment(
                              BYTES, w, p + 6 + pair / 2 * RUN + j, LITTLE_ENDIAN)
                          .castShape(INTS, 0))
                  .lanewise(LSHR, pair % 2 * 4);
          IntVector h =
              ((IntVector)
                      ByteVector.fromMemorySegment(BYTES, w, p + 70 + j, LITTLE_ENDIAN)
                          .castShape(INTS, 0))
                  .lanewise(LSHR, 2 * pair);
          IntVector q0 = q.and(3).or(h.and(1).lanewise(LSHL, 2));
          IntVector q1 = q.lanewise(LSHR, 2).and(3).or(h.and(2).lanewise(LSHL, 1));
          q0.selectFrom(low0, high0).reinterpretAsFloats().mul(factor0).intoArray(out, i + j);
          q1.selectFrom(low1, high1).reinterpretAsFloats().mul(factor1).intoArray(out, i + j + RUN);
        }
        bits >>= 2;
        tables >>= 2;
        i += 2 * RUN;
      }
    }
  }
}
