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

/** Rows of IQ2_KS: codes of 2 bits, two at a time, choose values from the tables of their runs. */
final class VectorIQ2_KS implements RowKernel {
  private static final int BLOCK = 256;
  private static final int BLOCK_BYTES = 70;
  private static final int ROW_BYTES = 2;
  private static final int[] FIRST = ValueTable.of(Values.iq2(), 4);
  private static final int[] SECOND = ValueTable.of(Values.iq2(), 4, codes -> codes >> 2 & 3);
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
      int upper = bits >> 8;
      int lower = (int) LittleEndian.INT.get(w, p + 2);
      for (int pair = 0; pair < 4; pair++) {
        int table0 = (bits & 1) * ValueTable.SIZE;
        int table1 = (bits >> 1 & 1) * ValueTable.SIZE;
        IntVector low0 = IntVector.fromArray(INTS, FIRST, table0);
        IntVector high0 = IntVector.fromArray(INTS, FIRST, table0 + Lanes.COUNT);
        IntVector low1 = IntVector.fromArray(INTS, SECOND, table1);
        IntVector high1 = IntVector.fromArray(INTS, SECOND, table1 + Lanes.COUNT);
        float factor0 = ((lower & 15 | (upper & 1) << 4) - 16);
        float factor1 = ((lower >> 4 & 15 | (upper & 2) << 3) - 16);
        for (int j = 0; j < RUN; j += Lanes.COUNT) {
          IntVector q =
              ((IntVector)
                      ByteVector.fromMemorySegment(
                              BYTES, w, p + 6 + pair / 2 * RUN + j, LITTLE_ENDIAN)
                          .castShape(INTS, 0))
                  .lanewise(LSHR, pair % 2 * 4);
          a =
              q.selectFrom(low0, high0)
                  .reinterpretAsFloats()
                  .mul(
                      FloatVector.fromMemorySegment(
                          FLOATS, x, i + Float.BYTES * (j), LITTLE_ENDIAN))
                  .fma(FloatVector.broadcast(FLOATS, factor0), a);
          b =
              q.selectFrom(low1, high1)
                  .reinterpretAsFloats()
                  .mul(
                      FloatVector.fromMemorySegment(
                          FLOATS, x, i + Float.BYTES * (j + RUN), LITTLE_ENDIAN))
                  .fma(FloatVector.broadcast(FLOATS, factor1), b);
        }
        bits >>= 2;
        upper >>= 2;
        lower >>>= 8;
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
      int upper = bits >> 8;
      int lower = (int) LittleEndian.INT.get(w, p + 2);
      for (int pair = 0; pair < 4; pair++) {
        int table0 = (bits & 1) * ValueTable.SIZE;
        int table1 = (bits >> 1 & 1) * ValueTable.SIZE;
        IntVector low0 = IntVector.fromArray(INTS, FIRST, table0);
        IntVector high0 = IntVector.fromArray(INTS, FIRST, table0 + Lanes.COUNT);
        IntVector low1 = IntVector.fromArray(INTS, SECOND, table1);
        IntVector high1 = IntVector.fromArray(INTS, SECOND, table1 + Lanes.COUNT);
        float factor0 = rowFactor * ((lower & 15 | (upper & 1) << 4) - 16);
        float factor1 = rowFactor * ((lower >> 4 & 15 | (upper & 2) << 3) - 16);
        for (int j = 0; j < RUN; j += Lanes.COUNT) {
          IntVector q =
              ((IntVector)
                      ByteVector.fromMemorySegment(
                              BYTES, w, p + 6 + pair / 2 * RUN + j, LITTLE_ENDIAN)
                          .castShape(INTS, 0))
                  .lanewise(LSHR, pair % 2 * 4);
          q.selectFrom(low0, high0).reinterpretAsFloats().mul(factor0).intoArray(out, i + j);
          q.selectFrom(low1, high1).reinterpretAsFloats().mul(factor1).intoArray(out, i + j + RUN);
        }
        bits >>= 2;
        upper >>= 2;
        lower >>>= 8;
        i += 2 * RUN;
      }
    }
  }
}
