package io.perilune.inference.kernel;

import static io.perilune.inference.kernel.Lanes.BYTES;
import static io.perilune.inference.kernel.Lanes.FLOATS;
import static io.perilune.inference.kernel.Lanes.INTS;
import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static jdk.incubator.vector.VectorOperators.ADD;
import static jdk.incubator.vector.VectorOperators.LSHR;

import io.perilune.inference.quant.LittleEndian;
import io.perilune.inference.quant.Values;
import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;

/** Rows of IQ4_K: the nibbles choose values from the table of their half of a run. */
final class VectorIQ4_K implements RowKernel {
  private static final int BLOCK = 256;
  private static final int BLOCK_BYTES = 144;

  private static final int[] TABLES = ValueTable.of(Values.iq4(), 16);
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
      float d = LittleEndian.half(w, p);
      int tables = (short) LittleEndian.SHORT.get(w, p + 2);
      int upper = (int) LittleEndian.INT.get(w, p + 4);
      long lower = (long) LittleEndian.LONG.get(w, p + 8);
      for (long nibbles = p + 16; nibbles < p + BLOCK_BYTES; nibbles += RUN / 2) {
        int table0 = (tables & 1) * ValueTable.SIZE;
        int table1 = (tables >> 1 & 1) * ValueTable.SIZE;
        IntVector low0 = IntVector.fromArray(INTS, TABLES, table0);
        IntVector high0 = IntVector.fromArray(INTS, TABLES, table0 + Lanes.COUNT);
        IntVector low1 = IntVector.fromArray(INTS, TABLES, table1);
        IntVector high1 = IntVector.fromArray(INTS, TABLES, table1 + Lanes.COUNT);
        float factor0 = d * (((int) lower & 15 | (upper & 3) << 4) - 32);
        float factor1 = d * (((int) lower >> 4 & 15 | (upper & 12) << 2) - 32);
        for (int j = 0; j < RUN / 2; j += Lanes.COUNT) {
          IntVector q =
              (IntVector)
                  ByteVector.fromMemorySegment(BYTES, w, nibbles + j, LITTLE_ENDIAN)
                      .castShape(INTS, 0);
          a =
              q.selectFrom(low0, high0)
                  .reinterpretAsFloats()
                  .mul(
                      FloatVector.fromMemorySegment(
                          FLOATS, x, i + Float.BYTES * (j), LITTLE_ENDIAN))
                  .fma(FloatVector.broadcast(FLOATS, factor0), a);
          b =
              q.lanewise(LSHR, 4)
                  .selectFrom(low1, high1)
                  .reinterpretAsFloats()
                  .mul(
                      FloatVector.fromMemorySegment(
                          FLOATS, x, i + Float.BYTES * (j + RUN / 2), LITTLE_ENDIAN))
                  .fma(FloatVector.broadcast(FLOATS, factor1), b);
        }
        tables >>= 2;
        upper >>>= 4;
        lower >>>= 8;
        i += Float.BYTES * RUN;
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
      int upper = (int) LittleEndian.INT.get(w, p + 4);
      long lower = (long) LittleEndian.LONG.get(w, p + 8);
      for (long nibbles = p + 16; nibbles < p + BLOCK_BYTES; nibbles += RUN / 2) {
        int table0 = (tables & 1) * ValueTable.SIZE;
        int table1 = (tables >> 1 & 1) * ValueTable.SIZE;
        IntVector low0 = IntVector.fromArray(INTS, TABLES, table0);
        IntVector high0 = IntVector.fromArray(INTS, TABLES, table0 + Lanes.COUNT);
        IntVector low1 = IntVector.fromArray(INTS, TABLES, table1);
        IntVector high1 = IntVector.fromArray(INTS, TABLES, table1 + Lanes.COUNT);
        float factor0 = d * (((int) lower & 15 | (upper & 3) << 4) - 32);
        float factor1 = d * (((int) lower >> 4 & 15 | (upper & 12) << 2) - 32);
        for (int j = 0; j < RUN / 2; j += Lanes.COUNT) {
          IntVector q =
              (IntVector)
                  ByteVector.fromMemorySegment(BYTES, w, nibbles + j, LITTLE_ENDIAN)
                      .castShape(INTS, 0);
          q.selectFrom(low0, high0).reinterpretAsFloats().mul(factor0).intoArray(out, i + j);
          q.lanewise(LSHR, 4)
              .selectFrom(low1, high1)
              .reinterpretAsFloats()
              .mul(factor1)
              .intoArray(out, i + j + RUN / 2);
        }
        tables >>= 2;
        upper >>>= 4;
        lower >>>= 8;
        i += RUN;
      }
    }
  }
}
