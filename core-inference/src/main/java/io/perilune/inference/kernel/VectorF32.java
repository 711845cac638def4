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
      WeightMatrix w,
      int rowFrom,
      int rowTo,
      float[] x,
      int xOffset,
      float[] y,
      int yOffset,
      float[] tile) {
    long rowBytes = w.rowBytes();
    for (int row = rowFrom; row < rowTo; row++) {
      y[yOffset + row] = dot(w.data(), row * rowBytes, w.columns(), x, xOffset);
    }
  }

  private static float dot(MemorySegment w, long p, int n, float[] x, int xOffset) {
    FloatVector a = FloatVector.zero(FLOATS);
    FloatVector b = a;
    FloatVector c = a;
    FloatVector d = a;
    int i = 0;
    // At least one element is left to the scalar loop, which is the scalar read of the segment.
    for (; i < n - 4 * Lanes.COUNT; i += 4 * Lanes.COUNT) {
      long at = p + 4L * i;
      int xAt = xOffset + i;
      a =
          FloatVector.fromMemorySegment(FLOATS, w, at, LITTLE_ENDIAN)
              .fma(FloatVector.fromArray(FLOATS, x, xAt), a);
      b =
          FloatVector.fromMemorySegment(FLOATS, w, at + 4 * Lanes.COUNT, LITTLE_ENDIAN)
              .fma(FloatVector.fromArray(FLOATS, x, xAt + Lanes.COUNT), b);
      c =
          FloatVector.fromMemorySegment(FLOATS, w, at + 8 * Lanes.COUNT, LITTLE_ENDIAN)
              .fma(FloatVector.fromArray(FLOATS, x, xAt + 2 * Lanes.COUNT), c);
      d =
          FloatVector.fromMemorySegment(FLOATS, w, at + 12 * Lanes.COUNT, LITTLE_ENDIAN)
              .fma(FloatVector.fromArray(FLOATS, x, xAt + 3 * Lanes.COUNT), d);
    }
    for (; i < n - Lanes.COUNT; i += Lanes.COUNT) {
      a =
          FloatVector.fromMemorySegment(FLOATS, w, p + 4L * i, LITTLE_ENDIAN)
              .fma(FloatVector.fromArray(FLOATS, x, xOffset + i), a);
    }
    float sum = a.add(b).add(c.add(d)).reduceLanes(ADD);
    for (; i < n; i++) {
      sum += (float) LittleEndian.FLOAT.get(w, p + 4L * i) * x[xOffset + i];
    }
    return sum;
  }
}
