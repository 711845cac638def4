package io.perilune.inference.kernel;

import static io.perilune.inference.kernel.Lanes.FLOATS;
import static io.perilune.inference.kernel.Lanes.INTS;
import static io.perilune.inference.kernel.Lanes.SHORTS;
import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static jdk.incubator.vector.VectorOperators.ADD;
import static jdk.incubator.vector.VectorOperators.LSHL;

import io.perilune.inference.quant.LittleEndian;
import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;

/** Rows of BF16: the upper halves of singles. */
final class VectorBF16 implements RowKernel {
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
    int i = 0;
    // At least one element is left to the scalar loop, which is the scalar read of the segment.
    for (; i < n - 2 * Lanes.COUNT; i += 2 * Lanes.COUNT) {
      IntVector u =
          (IntVector)
              ShortVector.fromMemorySegment(SHORTS, w, p + 2L * i, LITTLE_ENDIAN)
                  .castShape(INTS, 0);
      IntVector v =
          (IntVector)
              ShortVector.fromMemorySegment(SHORTS, w, p + 2L * (i + Lanes.COUNT), LITTLE_ENDIAN)
                  .castShape(INTS, 0);
      a =
          u.lanewise(LSHL, 16)
              .reinterpretAsFloats()
              .fma(FloatVector.fromMemorySegment(FLOATS, x, at + 4L * i, LITTLE_ENDIAN), a);
      b =
          v.lanewise(LSHL, 16)
              .reinterpretAsFloats()
              .fma(
                  FloatVector.fromMemorySegment(
                      FLOATS, x, at + 4L * (i + Lanes.COUNT), LITTLE_ENDIAN),
                  b);
    }
    float sum = a.add(b).reduceLanes(ADD);
    for (; i < n; i++) {
      short bits = (short) LittleEndian.SHORT.get(w, p + 2L * i);
      sum += Float.intBitsToFloat(bits << 16) * (float) LittleEndian.FLOAT.get(x, at + 4L * i);
    }
    return sum;
  }

  @Override
  public void decode(WeightMatrix w, int row, int first, int count, float[] out, int outOffset) {
    decode(w.data(), row * w.rowBytes() + first * 2L, count, out, outOffset);
  }

  private static void decode(MemorySegment w, long p, int count, float[] out, int outOffset) {
    int i = 0;
    // At least one element is left to the scalar loop, which is the scalar read of the segment.
    for (; i < count - Lanes.COUNT; i += Lanes.COUNT) {
      ((IntVector)
              ShortVector.fromMemorySegment(SHORTS, w, p + 2L * i, LITTLE_ENDIAN)
                  .castShape(INTS, 0))
          .lanewise(LSHL, 16)
          .reinterpretAsFloats()
          .intoArray(out, outOffset + i);
    }
    for (; i < count; i++) {
      short bits = (short) LittleEndian.SHORT.get(w, p + 2L * i);
      out[outOffset + i] = Float.intBitsToFloat(bits << 16);
    }
  }
}
