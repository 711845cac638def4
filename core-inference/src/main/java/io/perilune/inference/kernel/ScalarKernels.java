package io.perilune.inference.kernel;

import io.perilune.inference.quant.WeightFormat;
import io.perilune.inference.quant.WeightFormats;
import java.lang.foreign.MemorySegment;

/**
 * Plain loops that define the results: weights are decoded exactly, sums are in F64 (in F32 from
 * tile to tile of a long row), {@code exp} is that of {@link Math}.
 */
public final class ScalarKernels implements Kernels {
  /** Stateless; one is enough. */
  public ScalarKernels() {}

  @Override
  public String name() {
    return "scalar";
  }

  @Override
  public void multiply(
      WeightMatrix w,
      int rowFrom,
      int rowTo,
      Activations x,
      int xOffset,
      Activations y,
      int yOffset,
      int columns,
      float[] tile) {
    Ranges.checkMultiply(w, rowFrom, rowTo, x, xOffset, y, yOffset, columns, tile);
    WeightFormat format = WeightFormats.of(w.type());
    long rowBytes = w.rowBytes();
    for (int row = rowFrom; row < rowTo; row++) {
      for (int t = 0; t < columns; t++) {
        y.data()[y.row(t) + yOffset + row] = 0;
      }
      for (int k = 0; k < w.columns(); k += TILE) {
        int n = Math.min(TILE, w.columns() - k);
        format.dequantise(w.data(), row * rowBytes, k, n, tile, 0);
        for (int t = 0; t < columns; t++) {
          float sum = (float) sumOfProducts(tile, 0, x.data(), x.row(t) + xOffset + k, n);
          y.data()[y.row(t) + yOffset + row] += sum;
        }
      }
    }
  }

  @Override
  public void decode(WeightMatrix w, int row, int first, int count, float[] out, int outOffset) {
    Ranges.checkDecode(w, row, first, count, out, outOffset);
    WeightFormats.of(w.type())
        .dequantise(w.data(), row * w.rowBytes(), first, count, out, outOffset);
  }

  @Override
  public void addProduct(
      float[] a,
      int aAt,
      int aRow,
      float[] b,
      int bAt,
      int bRow,
      float[] c,
      int cAt,
      int cRow,
      int rows,
      int columns,
      int depth) {
    Ranges.checkProduct(a, aAt, aRow, b, bAt, bRow, c, cAt, cRow, rows, columns, depth);
    for (int r = 0; r < rows; r++) {
      for (int j = 0; j < columns; j++) {
        double sum = 0;
        for (int k = 0; k < depth; k++) {
          sum += (double) a[aAt + r * aRow + k] * b[bAt + k * bRow + j];
        }
        c[cAt + r * cRow + j] += (float) sum;
      }
    }
  }

  @Override
  public void transpose(
      float[] x, int xAt, int xRow, float[] y, int yAt, int yRow, int rows, int columns) {
    Ranges.checkMatrix(x, xAt, xRow, rows, columns);
    Ranges.checkMatrix(y, yAt, yRow, columns, rows);
    for (int r = 0; r < rows; r++) {
      for (int j = 0; j < columns; j++) {
        y[yAt + j * yRow + r] = x[xAt + r * xRow + j];
      }
    }
  }

  @Override
  public void addScaled(float factor, float[] x, int xOffset, float[] y, int yOffset, int n) {
    Ranges.checkArray(x, xOffset, n);
    Ranges.checkArray(y, yOffset, n);
    for (int i = 0; i < n; i++) {
      y[yOffset + i] += factor * x[xOffset + i];
    }
  }

  @Override
  public void scale(float factor, float[] y, int yOffset, int n) {
    Ranges.checkArray(y, yOffset, n);
    for (int i = 0; i < n; i++) {
      y[yOffset + i] *= factor;
    }
  }

  @Override
  public void rmsNorm(
      float[] x, int xOffset, float[] weight, float epsilon, float[] y, int yOffset, int n) {
    Ranges.checkArray(x, xOffset, n);
    Ranges.checkArray(weight, 0, n);
    Ranges.checkArray(y, yOffset, n);
    double mean = sumOfProducts(x, xOffset, x, xOffset, n) / n;
    float factor = (float) (1 / Math.sqrt(mean + epsilon));
    for (int i = 0; i < n; i++) {
      y[yOffset + i] = x[xOffset + i] * factor * weight[i];
    }
  }

  @Override
  public void swiglu(float[] gate, int gateOffset, float[] up, int upOffset, int n) {
    Ranges.checkArray(gate, gateOffset, n);
    Ranges.checkArray(up, upOffset, n);
    for (int i = 0; i < n; i++) {
      float v = gate[gateOffset + i];
      gate[gateOffset + i] = (float) (v / (1 + Math.exp(-v))) * up[upOffset + i];
    }
  }

  @Override
  public float expSum(float[] x, int offset, int n, float max) {
    Ranges.checkArray(x, offset, n);
    double sum = 0;
    for (int i = 0; i < n; i++) {
      float e = (float) Math.exp(x[offset + i] - max);
      x[offset + i] = e;
      sum += e;
    }
    return (float) sum;
  }

  @Override
  public float max(float[] x, int offset, int n) {
    Ranges.checkArray(x, offset, n);
    float max = Float.NEGATIVE_INFINITY;
    for (int i = 0; i < n; i++) {
      max = Math.max(max, x[offset + i]);
    }
    return max;
  }

  @Override
  public void fromHalf(MemorySegment source, long offset, float[] out, int outOffset, int n) {
    Ranges.checkSegment(source, offset, (long) n * Short.BYTES);
    Ranges.checkArray(out, outOffset, n);
    HalfFloats.read(source, offset, out, outOffset, n);
  }

  @Override
  public void toHalf(float[] x, int xOffset, MemorySegment target, long offset, int n) {
    Ranges.checkArray(x, xOffset, n);
    Ranges.checkSegment(target, offset, (long) n * Short.BYTES);
    HalfFloats.write(x, xOffset, target, offset, n);
  }

  @Override
  public void fromQ8_0(MemorySegment source, long offset, float[] out, int outOffset, int n) {
    Ranges.checkSegment(source, offset, ByteGroups.bytes(n));
    Ranges.checkArray(out, outOffset, n);
    ByteGroups.read(source, offset, out, outOffset, n);
  }

  @Override
  public void toQ8_0(float[] x, int xOffset, MemorySegment target, long offset, int n) {
    Ranges.checkArray(x, xOffset, n);
    Ranges.checkSegment(target, offset, ByteGroups.bytes(n));
    ByteGroups.write(x, xOffset, target, offset, n);
  }

  private static double sumOfProducts(float[] a, int aOffset, float[] b, int bOffset, int n) {
    double sum = 0;
    for (int i = 0; i < n; i++) {
      sum += (double) a[aOffset + i] * b[bOffset + i];
    }
    return sum;
  }
}
