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

/** Rows of IQ4_XS: the nibbles choose values from a table. */
final class VectorIQ4_XS implements RowKernel {
  private static final int BLOCK = 256;
  private static final int BLOCK_BYTES = 136;

  private static final int[] TABLE = ValueTable.of(Values.iq4(), 16);
  private static final IntVector LOW = IntVector.fromArray(INTS, TABLE, 0);
  private static final IntVector HIGH = IntVector.fromArray(INTS, TABLE, Lanes.COUNT);
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
      int upper = (short) LittleEndian.SHORT.get(w, p + 2);
      int lower = (int) LittleEndian.INT.get(w, p + 4);
      for (long nibbles = p + 8; nibbles < p + BLOCK_BYTES; nibbles += RUN / 2) {
        float factor = d * ((lower & 15 | (upper & 3) << 4) - 32);

        for (int j = 0; j < RUN / 2; j += Lanes.COUNT) {
          IntVector q =
              (IntVector)
                  ByteVector.fromMemorySegment(BYTES, w, nibbles + j, LITTLE_ENDIAN)
                      .castShape(INTS, 0);
          FloatVector next =
              q.lanewise(LSHR, 4)
                  .selectFrom(LOW, HIGH)
                  .reinterpretAsFloats()
                  .fma(
                      FloatVector.fromMemorySegment(
                          FLOATS, x, i + Float.BYTES * (j + RUN / 2), LITTLE_ENDIAN),
                      q.selectFrom(LOW, HIGH)
                          .reinterpretAsFloats()
                          .mul(
                              FloatVector.fromMemorySegment(
                                  FLOATS, x, i + Float.BYTES * (j), LITTLE_ENDIAN)))
                  .fma(FloatVector.broadcast(FLOATS, factor), a);
          a = b;
          b = next;
        }
        lower >>>= 4;
        upper >>>= 2;
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
      int upper = (short) LittleEndian.SHORT.get(w, p + 2);
      int lower = (int) LittleEndian.INT.get(w, p + 4);
      for (long nibbles = p + 8; nibbles < p + BLOCK_BYTES; nibbles += RUN / 2) {
        float factor = d * ((lower & 15 | (upper & 3) << 4) - 32);

        for (int j = 0; j < RUN / 2; j += Lanes.COUNT) {
          IntVector q =
              (IntVector)
                  ByteVector.fromMemorySegment(BYTES, w, nibbles + j, LITTLE_ENDIAN)
                      .castShape(INTS, 0);
          q.selectFrom(LOW, HIGH).reinterpretAsFloats().mul(factor).intoArray(out, i + j);
          q.lanewise(LSHR, 4)
              .selectFrom(LOW, HIGH)
              .reinterpretAsFloats()
              .mul(factor)
              .intoArray(out, i + j + RUN / 2);
        }
        lower >>>= 4;
        upper >>>= 2;
        i += RUN;
      }
    }
  }
}
