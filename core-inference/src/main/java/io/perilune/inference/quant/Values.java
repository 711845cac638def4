package io.perilune.inference.quant;

/**
 * The values that codes stand for. The tables of the {@code IQ} formats were designed by the ggml
 * and ik_llama.cpp authors (MIT licence, see NOTICE); those with two parts hold a table followed by
 * the same table moved up by a constant.
 */
public final class Values {
  static final int IQ2_CODES = 4;
  static final int IQ3_CODES = 8;
  static final int IQ4_CODES = 16;
  static final int IQ5_CODES = 32;
  static final int IQ6_CODES = 64;

  static final float[] IQ2 = twice(5, -31, -13, 1, 17);

  static final float[] IQ3 = twice(4, -63, -40, -23, -10, 1, 13, 28, 47);

  static final float[] IQ4 =
      twice(4, -127, -104, -83, -65, -49, -35, -22, -10, 1, 13, 25, 38, 53, 69, 89, 113);

  static final float[] IQ5 =
      twice(
          2, -126, -114, -103, -92, -83, -74, -65, -57, -50, -43, -36, -30, -24, -18, -12, -6, -1,
          5, 11, 17, 23, 29, 36, 43, 51, 59, 68, 77, 87, 97, 109, 121);

  static final float[] IQ6 = cubic();

  /** Codes of {@link IQ2_KLFormat} as neighbouring pairs of the first values of {@link #IQ3}. */
  static final float[] IQ2_PAIRS =
      pairs(
          "02 05 10 13 15 17 21 22 24 25 26 30 34 35 37 42 "
              + "43 44 45 46 51 52 53 54 55 60 62 64 66 67 72 75");

  /** Twice the values of 4-bit floats: fraction, two bits of exponent, sign. */
  static final float[] FP4 = {0, 1, 2, 3, 4, 6, 8, 12, 0, -1, -2, -3, -4, -6, -8, -12};

  /** A code less 4. */
  static final float[] SIGNED_3_BITS = {-4, -3, -2, -1, 0, 1, 2, 3};

  /** Coefficients of the values of {@link IQ6_KFormat}, as powers of the code. */
  public static final float IQ6_CUBIC = 0.0011972f;

  public static final float IQ6_SQUARE = -0.11218f;
  public static final float IQ6_LINEAR = 6.2568f;
  public static final float IQ6_CONSTANT = -127f;

  private Values() {}

  /** Both tables of 4 values of codes of 2 bits. */
  public static float[] iq2() {
    return IQ2.clone();
  }

  /** Both tables of 8 values of codes of 3 bits. */
  public static float[] iq3() {
    return IQ3.clone();
  }

  /** Both tables of 16 values of codes of 4 bits. */
  public static float[] iq4() {
    return IQ4.clone();
  }

  /** Both tables of 32 values of codes of 5 bits. */
  public static float[] iq5() {
    return IQ5.clone();
  }

  /** The two values of each of 32 codes for a pair of weights. */
  public static float[] iq2Pairs() {
    return IQ2_PAIRS.clone();
  }

  private static float[] twice(int shift, float... values) {
    float[] both = new float[2 * values.length];
    for (int i = 0; i < values.length; i++) {
      both[i] = values[i];
      both[values.length + i] = values[i] + shift;
    }
    return both;
  }

  /** From the numbers of values, separated by blanks. */
  private static float[] pairs(String numbers) {
    String digits = numbers.replace(" ", "");
    float[] values = new float[digits.length()];
    for (int i = 0; i < values.length; i++) {
      values[i] = IQ3[digits.charAt(i) - '0'];
    }
    return values;
  }

  /** {@code -127 + 6.2568 q - 0.11218 q^2 + 0.0011972 q^3} for {@code q} from 0 to 63. */
  private static float[] cubic() {
    float[] values = new float[IQ6_CODES];
    for (int q = 0; q < IQ6_CODES; q++) {
      values[q] =
          Math.fma(q, Math.fma(q, Math.fma(q, IQ6_CUBIC, IQ6_SQUARE), IQ6_LINEAR), IQ6_CONSTANT);
    }
    return twice(1, values);
  }
}
