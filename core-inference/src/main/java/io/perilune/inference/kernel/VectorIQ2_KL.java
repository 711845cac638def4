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

/**
 * Rows of IQ2_KL: codes of 5 bits choose two neighbours each, so activations are prepared with the
 * even ones of each run before the odd ones. Needs 16 lanes.
 */
final class VectorIQ2_KL implements RowKernel {
  private static final int BLOCK = 256;
  private static final int BLOCK_BYTES = 86;
  private static final int ROW_BYTES = 2;
  private static final int RUN = 32;
  private static final int[] FIRST = ValueTable.ofPairs(0);
  private static final int[] SECOND = ValueTable.ofPairs(1);
  private static final IntVector FIRST_LOW = IntVector.fromArray(INTS, FIRST, 0);
  private static final IntVector FIRST_HIGH = IntVector.fromArray(INTS, FIRST, Lanes.COUNT);
  private static final IntVector SECOND_LOW = IntVector.fromArray(INTS, SECOND, 0);
  private static final IntVector SECOND_HIGH = IntVector.fromArray(INTS, SECOND, Lanes.COUNT);
  private static final IntVector EVEN = IntVector.zero(INTS).addIndex(2);
  // 0, COUNT, 1, COUNT + 1 and so on: elements of two vectors by turns.
  private static final IntVector ZIP_LOW =
      IntVector.zero(INTS)
          .addIndex(1)
          .lanewise(LSHR, 1)
          .add(IntVector.zero(INTS).addIndex(1).and(1).mul(Lanes.COUNT));
  private static final IntVector ZIP_HIGH = ZIP_LOW.add(Lanes.COUNT / 2);

  @Override
  public void prepare(float[] x, int xOffset, int n, MemorySegment out, long at) {
    for (int i = 0; i < n; i += RUN) {
      IntVector a = FloatVector.fromArray(FLOATS, x, xOffset + i).reinterpretAsInts();
      IntVector b = FloatVector.fromArray(FLOATS, x, xOffset + i + RUN / 2).reinterpretAsInts();
      long to = at + (long) Float.BYTES * i;
      EVEN.selectFrom(a, b).intoMemorySegment(out, to, LITTLE_ENDIAN);
      EVEN.add(1)
          .selectFrom(a, b)
          .intoMemorySegment(out, to + Float.BYTES * (RUN / 2), LITTLE_ENDIAN);
    }
  }

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
      int upper = (short) LittleEndian.SHORT.get(w, p);
      int lower = (int) LittleEndian.INT.get(w, p + 2);
      for (int pair = 0; pair < 4; pair++) {
        int nibbles = lower >>> pair % 2 * 16 + pair / 2 * 4;
        float factor0 = ((nibbles & 15 | (upper & 3) << 4) - 32);
        float factor1 = ((nibbles >> 8 & 15 | (upper & 12) << 2) - 32);
        IntVector q =
            (IntVector)
                ByteVector.fromMemorySegment(BYTES, w, p + 6 + RUN / 2 * pair, LITTLE_ENDIAN)
                    .castShape(INTS, 0);
        IntVector h =
            ((IntVector)
                    ByteVector.fromMemorySegment(BYTES, w, p + 70, LITTLE_ENDIAN)
                        .castShape(INTS, 0))
                .lanewise(LSHR, 2 * pair);
        IntVector q0 = q.and(15).or(h.and(1).lanewise(LSHL, 4));
        IntVector q1 = q.lanewise(LSHR, 4).and(15).or(h.and(2).lanewise(LSHL, 3));
        a =
            q0.selectFrom(SECOND_LOW, SECOND_HIGH)
                .reinterpretAsFloats()
                .fma(
                    FloatVector.fromMemorySegment(
                        FLOATS, x, i + Float.BYTES * (RUN / 2), LITTLE_ENDIAN),
                    q0.selectFrom(FIRST_LOW, FIRST_HIGH)
                        .reinterpretAsFloats()
                        .mul(
                            FloatVector.fromMemorySegment(
                                FLOATS, x, i + Float.BYTES * (0), LITTLE_ENDIAN)))
                .fma(FloatVector.broadcast(FLOATS, factor0), a);
        b =
            q1.selectFrom(SECOND_LOW, SECOND_HIGH)
                .reinterpretAsFloats()
                .fma(
                    FloatVector.fromMemorySegment(
                        FLOATS, x, i + Float.BYTES * (RUN + RUN / 2), LITTLE_ENDIAN),
                    q1.selectFrom(FIRST_LOW, FIRST_HIGH)
                        .reinterpretAsFloats()
                        .mul(
                            FloatVector.fromMemorySegment(
                                FLOATS, x, i + Float.BYTES * (RUN), LITTLE_ENDIAN)))
                .fma(FloatVector.broadcast(FLOATS, factor1), b);
        upper >>= 4;
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
      int upper = (short) LittleEndian.SHORT.get(w, p);
      int lower = (int) LittleEndian.INT.get(w, p + 2);
      for (int pair = 0; pair < 4; pair++) {
        int nibbles = lower >>> pair % 2 * 16 + pair / 2 * 4;
        float factor0 = rowFactor * ((nibbles & 15 | (upper & 3) << 4) - 32);
        float factor1 = rowFactor * ((nibbles >> 8 & 15 | (upper & 12) << 2) - 32);
        IntVector q =
            (IntVector)
                ByteVector.fromMemorySegment(BYTES, w, p + 6 + RUN / 2 * pair, LITTLE_ENDIAN)
                    .castShape(INTS, 0);
        IntVector h =
            ((IntVector)
                    ByteVector.fromMemorySegment(BYTES, w, p + 70, LITTLE_ENDIAN)
                        .castShape(INTS, 0))
                .lanewise(LSHR, 2 * pair);
        IntVector q0 = q.and(15).or(h.and(1).lanewise(LSHL, 4));
        IntVector q1 = q.lanewise(LSHR, 4).and(15).or(h.and(2).lanewise(LSHL, 3));
        IntVector evena =
            q0.selectFrom(FIRST_LOW, FIRST_HIGH)
                .reinterpretAsFloats()
                .mul(factor0)
                .reinterpretAsInts();
        IntVector odda =
            q0.selectFrom(SECOND_LOW, SECOND_HIGH)
                .reinterpretAsFloats()
                .mul(factor0)
                .reinterpretAsInts();
        ZIP_LOW.selectFrom(evena, odda).reinterpretAsFloats().intoArray(out, i + 0);
        ZIP_HIGH.selectFrom(evena, odda).reinterpretAsFloats().intoArray(out, i + 0 + Lanes.COUNT);
        IntVector evenb =
            q1.selectFrom(FIRST_LOW, FIRST_HIGH)
                .reinterpretAsFloats()
                .mul(factor1)
                .reinterpretAsInts();
        IntVector oddb =
            q1.selectFrom(SECOND_LOW, SECOND_HIGH)
                .reinterpretAsFloats()
                .mul(factor1)
                .reinterpretAsInts();
        ZIP_LOW.selectFrom(evenb, oddb).reinterpretAsFloats().intoArray(out, i + RUN);
        ZIP_HIGH
            .selectFrom(evenb, oddb)
            .reinterpretAsFloats()
            .intoArray(out, i + RUN + Lanes.COUNT);
        upper >>= 4;
        i += 2 * RUN;
      }
    }
  }
}
