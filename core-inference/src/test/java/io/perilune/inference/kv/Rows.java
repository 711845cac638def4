package io.perilune.inference.kv;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import io.perilune.inference.kernel.KernelProvider;
import io.perilune.inference.kernel.Kernels;

/**
 * Rows that, as keys and values do, depend on all tokens before them; and on the owner, so that a
 * row in the wrong place is seen.
 */
final class Rows {
  static final int LAYERS = 2;
  static final int WIDTH = 3;
  private static final Kernels KERNELS = KernelProvider.fastest();
  private static final int EXACT_IN_A_FLOAT = 1 << 24;

  private Rows() {}

  static KvCache cache(int blocks) {
    return new KvCache(LAYERS, WIDTH, blocks * KvCache.BLOCK_TOKENS, KvCache.Precision.F32);
  }

  /** Writes the rows of positions {@code [from, to)}. */
  static void write(KvSequence sequence, String owner, int[] tokens, int from, int to) {
    int state = owner.hashCode();
    for (int position = 0; position < to; position++) {
      state = 31 * state + tokens[position];
      for (int layer = 0; position >= from && layer < LAYERS; layer++) {
        int block = sequence.block(position);
        int row = position % KvCache.BLOCK_TOKENS;
        sequence.cache().write(KERNELS, block, layer, row, 0, row(state, layer), 0, WIDTH);
      }
    }
  }

  /** Asserts that positions {@code [0, to)} hold what {@link #write} writes. */
  static void check(KvSequence sequence, String owner, int[] tokens, int to) {
    int state = owner.hashCode();
    float[] block = new float[KvCache.BLOCK_TOKENS * WIDTH];
    float[] actual = new float[WIDTH];
    for (int layer = 0; layer < LAYERS; layer++) {
      state = owner.hashCode();
      for (int position = 0; position < to; position++) {
        state = 31 * state + tokens[position];
        int row = position % KvCache.BLOCK_TOKENS;
        if (row == 0) {
          int rows = Math.min(KvCache.BLOCK_TOKENS, to - position);
          sequence.cache().read(KERNELS, sequence.block(position), layer, rows, 0, WIDTH, block, 0);
        }
        System.arraycopy(block, row * WIDTH, actual, 0, WIDTH);
        assertArrayEquals(row(state, layer), actual, "position " + position);
      }
    }
  }

  private static float[] row(int state, int layer) {
    float[] row = new float[WIDTH];
    for (int i = 0; i < WIDTH; i++) {
      row[i] = Math.floorMod(state * 7 + layer * 131 + i, EXACT_IN_A_FLOAT);
    }
    return row;
  }
}
