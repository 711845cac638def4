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

/** Rows of IQ4_KS: the nibbles choose values from the table of their run. */
final class VectorIQ4_KS implements RowKernel {
  private static final int BLOCK = 256;
  private static final int BLOCK_BYTES = 136;
  private static final int ROW_BYTES = 4;
  private static final int[] TABLES = ValueTable.of(Values.iq4(), 16);
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
      for (long nibbles = p + 8; nibbles < p + BLOCK_BYTES; nibbles += RUN / 2) {
        int table = ((int) scales & 1) * ValueTable.SIZE;
        IntVector low = IntVector.fromArray(INTS, TABLES, table);
        IntVector high = IntVector.fromArray(INTS, TABLES, table + Lanes.COUNT);
        float factor = (((int) scales & 254) - 127);

        for (int j = 0; j < RUN / 2; j += Lanes.COUNT) {
          IntVector q =
              (IntVector)
                  ByteVector.fromMemorySegment(BYTES, w, nibbles + j, LITTLE_ENDIAN)
                      .castShape(INTS, 0);
          FloatVector next =
              q.lanewise(LSHR, 4)
                  .selectFrom(low, high)
                  .reinterpretAsFloats()
                  .fma(
                      FloatVector.fromMemorySegment(
                          FLOATS, x, i + Float.BYTES * (j + RUN / 2), LITTLE_ENDIAN),
                      q.selectFrom(low, high)
                          .reinterpretAsFloats()
                          .mul(
                              FloatVector.fromMemorySegment(
                                  FLOATS, x, i + Float.BYTES * (j), LITTLE_ENDIAN)))
                  .fma(FloatVector.broadcast(FLOATS, factor), a);
          a = b;
          b = next;
        }
        scales >>>= 8;
        i += Float.BYTES * RUN;
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
      for (long nibbles = p + 8; nibbles < p + BLOCK_BYTES; nibbles += RUN / 2) {
        int table = ((int) scales & 1) * ValueTable.SIZE;
        IntVector low = IntVector.fromArray(INTS, TABLES, table);
        IntVector high = IntVector.fromArray(INTS, TABLES, table + Lanes.COUNT);
        float factor = rowFactor * (((int) scales & 254) - 127);

        for (int j = 0; j < RUN / 2; j += Lanes.COUNT) {
          IntVector q =
              (IntVector)
                  ByteVector.fromMemorySegment(BYTES, w, nibbles + j, LITTLE_ENDIAN)
                      .castShape(INTS, 0);
          q.selectFrom(low, high).reinterpretAsFloats().mul(factor).intoArray(out, i + j);
          q.lanewise(LSHR, 4)
              .selectFrom(low, high)
              .reinterpretAsFloats()
              .mul(factor)
              .intoArray(out, i + j + RUN / 2);
        }
        scales >>>= 8;
        i += RUN;
      }
    }
  }
}
