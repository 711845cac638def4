package io.perilune.inference.kernel;

import java.lang.foreign.MemorySegment;

/**
 * The arithmetic of model graphs. Implementations are stateless and thread-safe; the scalar one
 * defines the results, the vector one may differ by rounding only. All sums are in F32 or better.
 */
public interface Kernels {
  /** Floats of scratch that {@link #multiply} and {@link PanelProduct} need from each caller. */
  int TILE = PanelProduct.TILE;

  /** Activation vectors from which on {@link PanelProduct} is faster than {@link #multiply}. */
  int MANY = 9;

  /** {@code scalar}, or {@code vector-} and the width in bits. */
  String name();

  /**
   * Some rows of a matrix product with {@code columns >= 1} activation vectors: for each token
   * {@code t} in {@code [0, columns)} and row {@code r} in {@code [rowFrom, rowTo)}, {@code
   * y[t][yOffset + r] = sum over k of w[r][k] * x[t][xOffset + k]}. Each weight is read once per
   * call. With several columns, a multiple of 4 rows is fastest.
   *
   * @param tile scratch of at least {@link #TILE} floats, private to the caller
   */
  void multiply(
      WeightMatrix w,
      int rowFrom,
      int rowTo,
      Activations x,
      int xOffset,
      Activations y,
      int yOffset,
      int columns,
      float[] tile);

  /** One row of a matrix as floats: {@code out[outOffset + k] = w[row][k]}. */
  default void readRow(WeightMatrix w, int row, float[] out, int outOffset) {
    decode(w, row, 0, w.columns(), out, outOffset);
  }

  /**
   * Part of a row as floats: {@code out[outOffset + i] = w[row][first + i]}.
   *
   * @param first a multiple of the type's block size
   * @param count the same
   */
  void decode(WeightMatrix w, int row, int first, int count, float[] out, int outOffset);

  /**
   * A product of matrices of floats, added to a third: for {@code r < rows} and {@code j <
   * columns}, {@code c[cAt + r * cRow + j] += sum over k < depth of a[aAt + r * aRow + k] * b[bAt +
   * k * bRow + j]}. Fastest with a multiple of 6 rows and of 4 vectors of columns.
   */
  void addProduct(
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
      int depth);

  /**
   * For {@code r < rows} and {@code j < columns}, {@code y[yAt + j * yRow + r] = x[xAt + r * xRow +
   * j]}. Fastest with a multiple of 16 rows.
   */
  void transpose(float[] x, int xAt, int xRow, float[] y, int yAt, int yRow, int rows, int columns);

  /** {@code y[yOffset + i] += factor * x[xOffset + i]} for {@code n} elements. */
  void addScaled(float factor, float[] x, int xOffset, float[] y, int yOffset, int n);

  /** {@code y[yOffset + i] *= factor} for {@code n} elements. */
  void scale(float factor, float[] y, int yOffset, int n);

  /**
   * Root mean square normalisation: {@code y[i] = x[i] / sqrt(mean(x^2) + epsilon) * weight[i]};
   * {@code x} and {@code y} may be the same place.
   */
  void rmsNorm(
      float[] x, int xOffset, float[] weight, float epsilon, float[] y, int yOffset, int n);

  /** {@code gate[i] = silu(gate[i]) * up[i]}, with {@code silu(v) = v / (1 + exp(-v))}. */
  void swiglu(float[] gate, int gateOffset, float[] up, int upOffset, int n);

  /**
   * {@code x[i] = exp(x[i] - max)} for {@code n} elements.
   *
   * @return the sum of the results
   */
  float expSum(float[] x, int offset, int n, float max);

  /** The largest of {@code n} elements. */
  float max(float[] x, int offset, int n);

  /** {@code n} IEEE half floats, little-endian, to floats. */
  void fromHalf(MemorySegment source, long offset, float[] out, int outOffset, int n);

  /** {@code n} floats to IEEE half floats, little-endian, rounded to nearest even. */
  void toHalf(float[] x, int xOffset, MemorySegment target, long offset, int n);

  /**
   * Reads {@code n} values, a multiple of 32, in groups of Q8_0: a half float {@code d}, then 32
   * signed bytes, each of which stands for {@code d} times itself.
   */
  void fromQ8_0(MemorySegment source, long offset, float[] out, int outOffset, int n);

  /**
   * Writes {@code n} values, a multiple of 32, in groups of Q8_0, rounded as weights are: the error
   * is at most about 1/254 of the largest of the group. A group that holds an infinite value, NaN
   * or one that is too large, beyond 127 times the largest half float, becomes NaN as a whole.
   */
  void toQ8_0(float[] x, int xOffset, MemorySegment target, long offset, int n);
}
