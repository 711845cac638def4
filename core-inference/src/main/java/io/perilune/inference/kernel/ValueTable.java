package io.perilune.inference.kernel;

import io.perilune.inference.quant.Values;
import java.util.function.IntUnaryOperator;

/**
 * Tables of {@value #SIZE} values by code, as the bits of floats: what two vectors of up to 16
 * lanes hold. Codes of fewer bits find their values repeated, so that higher bits do not matter.
 */
final class ValueTable {
  static final int SIZE = 32;

  private ValueTable() {}

  /** As many tables, one after the other, as {@code values} holds parts of {@code codes} values. */
  static int[] of(float[] values, int codes) {
    return of(values, codes, code -> code % codes);
  }

  /** As {@link #of(float[], int)}, of values that are chosen by a part of the code. */
  static int[] of(float[] values, int codes, IntUnaryOperator part) {
    int[] bits = new int[values.length / codes * SIZE];
    for (int i = 0; i < bits.length; i++) {
      int value = i / SIZE * codes + part.applyAsInt(i % SIZE);
      bits[i] = Float.floatToRawIntBits(values[value]);
    }
    return bits;
  }

  /** The first ({@code 0}) or second ({@code 1}) value of each pair of {@link Values#iq2Pairs}. */
  static int[] ofPairs(int which) {
    return of(Values.iq2Pairs(), 2 * SIZE, code -> 2 * code + which);
  }
}
