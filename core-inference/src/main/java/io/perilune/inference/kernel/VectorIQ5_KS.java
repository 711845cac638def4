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

/** Rows of IQ5_KS: codes of 5 bits choose values from the table of their run. Needs 16 lanes. */
final class VectorIQ5_KS implements RowKernel {
  private static final int BLOCK = 256;
  private static final int BLOCK_BYTES = 168;
  private static final int ROW_BYTES = 4;
  private static final int[] TABLES = ValueTable.of(Values.iq5(), 32);
  private static final int RUN = 32;

  @Override
  public void multiply(
      WeightMatrix w, int rowFrom, int rowTo, MemorySegment x, long at, float[] y, int yOffset) {
    long rowBytes = w.rowBytes();
    for (int row = rowFrom; row < rowTo; row++) {
      float rowFactor = (float) LittleEndian.FLOAT.get(w.data(), row * rowBytes);
      y[yOffset + row] = rowFactor * dot(w.data(), row * rowBytes + ROW_BYTES, w.columns(), x, at);
    }
  }

  private static float dot(MemorySegment w, long p, int n, MemorySegment x, long at) {
    FloatVector a = FloatVector.zero(FLOATS);
    FloatVector b = a;
    long end = at + (long) Float.BYTES * n;
    for (long i = at; i < end; p += BLOCK_BYTES) {
      long scales = (long) LittleEndian.LONG.get(w, p);
      for (int pair = 0; pair < 4; pair++) {
        int table0 = ((int) scales & 1) * ValueTable.SIZE;
        int table1 = ((int) scales >> 8 & 1) * ValueTable.SIZE;
        IntVector low0 = IntVector.fromArray(INTS, TABLES, table0);
        IntVector high0 = IntVector.fromArray(INTS, TABLES, table0 + Lanes.COUNT);
        IntVector low1 = IntVector.fromArray(INTS, TABLES, table1);
        IntVector high1 = IntVector.fromArray(INTS, TABLES, table1 + Lanes.COUNT);
        float factor0 = (((int) scales & 254) - 127);
        float factor1 = (((int) scales >> 8 & 254) - 127);
        for (int j = 0; j < RUN; j += Lanes.COUNT) {
          IntVector q =
              (IntVector)
                  ByteVector.fromMemorySegment(BYTES, w, p + 8 + RUN * pair + j, LITTLE_ENDIAN)
                      .castShape(INTS, 0);
          IntVector h =
              ((IntVector)
                      ByteVector.fromMemorySegment(BYTES, w, p + 136 + j, LITTLE_ENDIAN)
                          .castShape(INTS, 0))
                  .lanewise(LSHR, 2 * pair);
          IntVector q0 = q.and(15).or(h.and(1).lanewise(LSHL, 4));
          IntVector q1 = q.lanewise(LSHR, 4).and(15).or(h.and(2).lanewise(LSHL, 3));
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
        scales >>>= 16;
        i += Float.BYTES * 2 * RUN;
      }
    }
    return a.add(b).reduceLanes(ADD);
  }

  @Override
  public void decode(WeightMatrix w, int row, int first, int count, float[] out, int outOffset) {
    long rowBytes = w.rowBytes();
    float rowFactor = (float) LittleEndian.FLOAT.get(w.data(), row * rowBytes);
    long p = row * rowBytes + ROW_BYTES + (long) first / BLOCK * BLOCK_BYTES;
    decode(w.data(), p, rowFactor, count, out, outOffset);
  }

  private static void decode(
      MemorySegment w, long p, float rowFactor, int count, float[] out, int outOffset) {
    for (int i = outOffset; i < outOffset + count; p += BLOCK_BYTES) {
      long scales = (long) LittleEndian.LONG.get(w, p);
      for (int pair = 0; pair < 4; pair++) {
        int table0 = ((int) scales & 1) * ValueTable.SIZE;
        int table1 = ((int) scales >> 8 & 1) * ValueTable.SIZE;
        IntVector low0 = IntVector.fromArray(INTS, TABLES, table0);
        IntVector high0 = IntVector.fromArray(INTS, TABLES, table0 + Lanes.COUNT);
        IntVector low1 = IntVector.fromArray(INTS, TABLES, table1);
        IntVector high1 = IntVector.fromArray(INTS, TABLES, table1 + Lanes.COUNT);
        float factor0 = rowFactor * (((int) scales & 254) - 127);
        float factor1 = rowFactor * (((int) scales >> 8 & 254) - 127);
        for (int j = 0; j < RUN; j += Lanes.COUNT) {
          IntVector q =
              (IntVector)
                  ByteVector.fromMemorySegment(BYTES, w, p + 8 + RUN * pair + j, LITTLE_ENDIAN)
                      .castShape(INTS, 0);
          IntVector h =
              ((IntVector)
                      ByteVector.fromMemorySegment(BYTES, w, p + 136 + j, LITTLE_ENDIAN)
                          .castShape(INTS, 0))
                  .lanewise(LSHR, 2 * pair);
          IntVector q0 = q.and(15).or(h.and(1).lanewise(LSHL, 4));
          IntVector q1 = q.lanewise(LSHR, 4).and(15).or(h.and(2).lanewise(LSHL, 3));
          q0.selectFrom(low0, high0).reinterpretAsFloats().mul(factor0).intoArray(out, i + j);
          q1.selectFrom(low1, high1).reinterpretAsFloats().mul(factor1).intoArray(out, i + j + RUN);
        }
        scales >>>= 16;
        i += 2 * RUN;
      }
    }
  }
}
