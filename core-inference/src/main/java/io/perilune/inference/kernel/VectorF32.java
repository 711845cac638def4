package io.perilune.inference.kernel;

import static io.perilune.inference.kernel.Lanes.FLOATS;
import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static jdk.incubator.vector.VectorOperators.ADD;

import io.perilune.inference.quant.LittleEndian;
import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;

/** Rows of F32. */
final class VectorF32 implements RowKernel {
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
    FloatVector c = a;
    FloatVector d = a;
    int i = 0;
    // At least one element is left to the scalar loop, which is the scalar read of the segment.
    for (; i < n - 4 * Lanes.COUNT; i += 4 * Lanes.COUNT) {
      long q = p + 4L * i;
      long xAt = at + 4L * i;
      a =
          FloatVector.fromMemorySegment(FLOATS, w, q, LITTLE_ENDIAN)
              .fma(FloatVector.fromMemorySegment(FLOATS, x, xAt, LITTLE_ENDIAN), a);
      b =
          FloatVector.fromMemorySegment(FLOATS, w, q + 4 * Lanes.COUNT, LITTLE_ENDIAN)
              .fma(
                  FloatVector.fromMemorySegment(FLOATS, x, xAt + 4 * Lanes.COUNT, LITTLE_ENDIAN),
                  b);
      c =
          FloatVector.fromMemorySegment(FLOATS, w, q + 8 * Lanes.COUNT, LITTLE_ENDIAN)
              .fma(
                  FloatVector.fromMemorySegment(FLOATS, x, xAt + 8 * Lanes.COUNT, LITTLE_ENDIAN),
                  c);
      d =
          FloatVector.fromMemorySegment(FLOATS, w, q + 12 * Lanes.COUNT, LITTLE_ENDIAN)
              .fma(
                  FloatVector.fromMemorySegment(FLOATS, x, xAt + 12 * Lanes.COUNT, LITTLE_ENDIAN),
                  d);
    }
    for (; i < n - Lanes.COUNT; i += Lanes.COUNT) {
      a =
          FloatVector.fromMemorySegment(FLOATS, w, p + 4L * i, LITTLE_ENDIAN)
              .fma(FloatVector.fromMemorySegment(FLOATS, x, at + 4L * i, LITTLE_ENDIAN), a);
    }
    float sum = a.add(b).add(c.add(d)).reduceLanes(ADD);
    for (; i < n; i++) {
      sum +=
          (float) LittleEndian.FLOAT.get(w, p + 4L * i)
              * (float) LittleEndian.FLOAT.get(x, at + 4L * i);
    }
    return sum;
  }
}
