package io.perilune.inference.quant;

import java.util.Base64;

/**
 * The combinations of 8 or 4 neighbouring weights that the low-bit {@code IQ} formats can express,
 * a byte per weight, the first in the lowest.
 */
final class Grids {
  static final long[] IQ2_XXS = eights(GridCodes.IQ2_XXS, 8, 25, 43);
  static final long[] IQ2_XS = eights(GridCodes.IQ2_XS, 8, 25, 43);
  static final long[] IQ2_S = eights(GridCodes.IQ2_S, 8, 25, 43);
  static final int[] IQ3_XXS = fours(GridCodes.IQ3_XXS, 4, 12, 20, 28, 36, 44, 52, 62);
  static final int[] IQ3_S = fours(GridCodes.IQ3_S, 1, 3, 5, 7, 9, 11, 13, 15);

  /** Signed bytes. */
  static final long[] IQ1 = eights(GridCodes.IQ1, -1, 0, 1);

  /** By this all weights of a group of {@link #IQ1} are moved up or down. */
  static final float IQ1_SHIFT = 0.125f;

  private Grids() {}

  /** Decodes 8 weights of {@link #IQ1}. */
  static void decodeShifted(long grid, float shift, float factor, float[] out, int at) {
    for (int j = 0; j < Byte.SIZE; j++) {
      out[at + j] = factor * ((byte) (grid >>> Byte.SIZE * j) + shift);
    }
  }

  private static long[] eights(String codes, int... values) {
    int[] words = words(codes);
    long[] entries = new long[words.length];
    for (int i = 0; i < words.length; i++) {
      for (int j = 0; j < 8; j++) {
        entries[i] |= (values[words[i] >> 2 * j & 3] & 0xffL) << Byte.SIZE * j;
      }
    }
    return entries;
  }

  private static int[] fours(String codes, int... values) {
    int[] entries = words(codes);
    for (int i = 0; i < entries.length; i++) {
      int word = entries[i];
      entries[i] = 0;
      for (int j = 0; j < 4; j++) {
        entries[i] |= values[word >> 4 * j & 15] << Byte.SIZE * j;
      }
    }
    return entries;
  }

  private static int[] words(String codes) {
    byte[] bytes = Base64.getMimeDecoder().decode(codes);
    int[] words = new int[bytes.length / 2];
    for (int i = 0; i < words.length; i++) {
      words[i] = bytes[2 * i] & 0xff | (bytes[2 * i + 1] & 0xff) << 8;
    }
    return words;
  }
}
