package io.perilune.inference.kernel;

import io.perilune.gguf.GgmlType;
import io.perilune.inference.quant.WeightFormats;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * Kernels on the Vector API at the machine's preferred width. Few activation vectors are multiplied
 * straight from the stored bytes where the format has a {@link RowKernel}; otherwise rows are
 * decoded into a panel in the caller's tile, and the panel is multiplied with all vectors.
 */
public final class VectorKernels implements Kernels {
  /** Weights per row of a panel. */
  private static final int PANEL_COLUMNS = 1024;

  private static final Map<GgmlType, RowKernel> ROW_KERNELS = rowKernels();

  private final ScalarKernels scalar = new ScalarKernels();

  /** Stateless; one is enough. Needs module {@code jdk.incubator.vector}. */
  public VectorKernels() {}

  @Override
  public String name() {
    return "vector-" + Lanes.FLOATS.vectorBitSize();
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
    RowKernel direct = ROW_KERNELS.get(w.type());
    if (direct != null && RowProduct.fits(direct, w.columns(), columns)) {
      RowProduct.multiply(direct, w, rowFrom, rowTo, x, xOffset, y, yOffset, columns);
      return;
    }
    for (int t = 0; t < columns; t++) {
      int from = y.row(t) + yOffset + rowFrom;
      Arrays.fill(y.data(), from, from + rowTo - rowFrom, 0);
    }
    for (int k = 0; k < w.columns(); k += PANEL_COLUMNS) {
      int n = Math.min(PANEL_COLUMNS, w.columns() - k);
      for (int row = rowFrom; row < rowTo; row += VectorPanel.ROWS) {
        int rows = Math.min(VectorPanel.ROWS, rowTo - row);
        decodePanel(w, row, rows, k, n, tile);
        addPanel(tile, rows, n, x, xOffset + k, y, yOffset + row, columns);
      }
    }
  }

  private static void decodePanel(WeightMatrix w, int row, int rows, int k, int n, float[] panel) {
    for (int r = 0; r < rows; r++) {
      decodeChecked(w, row + r, k, n, panel, r * PANEL_COLUMNS);
    }
  }

  private static void decodeChecked(
      WeightMatrix w, int row, int first, int count, float[] out, int outOffset) {
    RowKernel kernel = ROW_KERNELS.get(w.type());
    if (kernel != null) {
      kernel.decode(w, row, first, count, out, outOffset);
    } else {
      WeightFormats.of(w.type())
          .dequantise(w.data(), row * w.rowBytes(), first, count, out, outOffset);
    }
  }

  private static void addPanel(
      float[] panel,
      int rows,
      int n,
      Activations x,
      int xOffset,
      Activations y,
      int yOffset,
      int columns) {
    float[] xs = x.data();
    float[] ys = y.data();
    int t = 0;
    if (rows < VectorPanel.ROWS) {
      for (; t < columns; t++) {
        for (int r = 0; r < rows; r++) {
          ys[y.row(t) + yOffset + r] +=
              VectorMath.dot(panel, r * PANEL_COLUMNS, xs, x.row(t) + xOffset, n);
        }
      }
      return;
    }
    for (; t <= columns - VectorPanel.TOKENS; t += VectorPanel.TOKENS) {
      VectorPanel.addFourTokens(
          panel,
          PANEL_COLUMNS,
          n,
          xs,
          x.row(t) + xOffset,
          x.width(),
          ys,
          y.row(t) + yOffset,
          y.width());
    }
    for (; t < columns; t++) {
      VectorPanel.addOneToken(
          panel, PANEL_COLUMNS, n, xs, x.row(t) + xOffset, ys, y.row(t) + yOffset);
    }
    int tail = n % Lanes.COUNT;
    for (t = 0; tail > 0 && t < columns; t++) {
      for (int r = 0; r < rows; r++) {
        ys[y.row(t) + yOffset + r] +=
            VectorMath.dot(
                panel, r * PANEL_COLUMNS + n - tail, xs, x.row(t) + xOffset + n - tail, tail);
      }
    }
  }

  @Override
  public void decode(WeightMatrix w, int row, int first, int count, float[] out, int outOffset) {
    Ranges.checkDecode(w, row, first, count, out, outOffset);
    decodeChecked(w, row, first, count, out, outOffset);
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
    VectorProduct.add(a, aAt, aRow, b, bAt, bRow, c, cAt, cRow, rows, columns, depth);
  }

  @Override
  public void transpose(
      float[] x, int xAt, int xRow, float[] y, int yAt, int yRow, int rows, int columns) {
    Ranges.checkMatrix(x, xAt, xRow, rows, columns);
    Ranges.checkMatrix(y, yAt, yRow, columns, rows);
    VectorTranspose.transpose(x, xAt, xRow, y, yAt, yRow, rows, columns);
  }

  @Override
  public void addScaled(float factor, float[] x, int xOffset, float[] y, int yOffset, int n) {
    Ranges.checkArray(x, xOffset, n);
    Ranges.checkArray(y, yOffset, n);
    VectorMath.addScaled(factor, x, xOffset, y, yOffset, n);
  }

  @Override
  public void scale(float factor, float[] y, int yOffset, int n) {
    Ranges.checkArray(y, yOffset, n);
    VectorMath.scale(factor, y, yOffset, n);
  }

  @Override
  public void rmsNorm(
      float[] x, int xOffset, float[] weight, float epsilon, float[] y, int yOffset, int n) {
    Ranges.checkArray(x, xOffset, n);
    Ranges.checkArray(weight, 0, n);
    Ranges.checkArray(y, yOffset, n);
    float mean = VectorMath.dot(x, xOffset, x, xOffset, n) / n;
    float factor = (float) (1 / Math.sqrt(mean + epsilon));
    VectorMath.multiplyScaled(factor, x, xOffset, weight, y, yOffset, n);
  }

  @Override
  public void swiglu(float[] gate, int gateOffset, float[] up, int upOffset, int n) {
    Ranges.checkArray(gate, gateOffset, n);
    Ranges.checkArray(up, upOffset, n);
    VectorMath.swiglu(gate, gateOffset, up, upOffset, n);
  }

  @Override
  public float expSum(float[] x, int offset, int n, float max) {
    Ranges.checkArray(x, offset, n);
    return VectorMath.expSum(x, offset, n, max);
  }

  @Override
  public float max(float[] x, int offset, int n) {
    Ranges.checkArray(x, offset, n);
    return VectorMath.max(x, offset, n);
  }

  @Override
  public void fromHalf(MemorySegment source, long offset, float[] out, int outOffset, int n) {
    scalar.fromHalf(source, offset, out, outOffset, n);
  }

  @Override
  public void toHalf(float[] x, int xOffset, MemorySegment target, long offset, int n) {
    scalar.toHalf(x, xOffset, target, offset, n);
  }

  @Override
  public void fromQ8_0(MemorySegment source, long offset, float[] out, int outOffset, int n) {
    if (!Lanes.HAS_BYTES) {
      scalar.fromQ8_0(source, offset, out, outOffset, n);
      return;
    }
    Ranges.checkSegment(source, offset, ByteGroups.bytes(n));
    Ranges.checkArray(out, outOffset, n);
    VectorQ8_0.decode(source, offset, n, out, outOffset);
  }

  @Override
  public void toQ8_0(float[] x, int xOffset, MemorySegment target, long offset, int n) {
    scalar.toQ8_0(x, xOffset, target, offset, n);
  }

  private static Map<GgmlType, RowKernel> rowKernels() {
    Map<GgmlType, RowKernel> kernels = new EnumMap<>(GgmlType.class);
    kernels.put(GgmlType.F32, new VectorF32());
    kernels.put(GgmlType.F16, new VectorF16());
    kernels.put(GgmlType.BF16, new VectorBF16());
    if (Lanes.HAS_BYTES) {
      kernels.put(GgmlType.Q8_0, new VectorQ8_0());
      kernels.put(GgmlType.Q4_0, new VectorQ4_0());
      kernels.put(GgmlType.Q4_K, new VectorQ4_K());
      kernels.put(GgmlType.Q5_K, new VectorQ5_K());
      kernels.put(GgmlType.Q6_K, new VectorQ6_K());
      kernels.put(GgmlType.IQ4_NL, new VectorIQ4_NL());
      kernels.put(GgmlType.IQ4_XS, new VectorIQ4_XS());
      kernels.put(GgmlType.IQ4_KS, new VectorIQ4_KS());
      kernels.put(GgmlType.IQ4_K, new VectorIQ4_K());
      kernels.put(GgmlType.IQ6_K, new VectorIQ6_K());
      kernels.put(GgmlType.IQ3_KS, new VectorIQ3_KS());
      kernels.put(GgmlType.IQ2_KS, new VectorIQ2_KS());
    }
    if (Lanes.COUNT == ValueTable.SIZE / 2) {
      kernels.put(GgmlType.IQ5_KS, new VectorIQ5_KS());
      kernels.put(GgmlType.IQ2_KL, new VectorIQ2_KL());
    }
    return Collections.unmodifiableMap(kernels);
  }
}
