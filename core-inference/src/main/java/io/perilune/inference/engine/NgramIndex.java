package io.perilune.inference.engine;

import java.util.Arrays;

/**
 * Where the last few tokens of a text have stood before. Knows, for each n-gram of {@value
 * #SHORTEST} to {@value #LONGEST} tokens, the position after its last occurrence that something
 * follows. Takes the same time for each token and no more memory than for {@value #ENTRIES_MAX}
 * n-grams of each length: a younger one may take an older one's place, which is then not found.
 *
 * <p>The text is the caller's array; it may grow, and what was there once stays as it is.
 */
final class NgramIndex {
  static final int SHORTEST = 2;
  static final int LONGEST = 4;

  private static final int ENTRIES_MIN = 1 << 10;
  private static final int ENTRIES_MAX = 1 << 16;
  private static final int HASH_FACTOR = 0x9E3779B1;

  /**
   * An earlier occurrence of the last tokens.
   *
   * @param length how many tokens are the same
   * @param next the position after them, where something else may follow than now
   */
  record Match(int length, int next) {}

  /** By length and hash: the position after an n-gram; 0 if there is none. */
  private final int[][] positions;

  private final int shift;

  /** All n-grams that end before this position are known. */
  private int indexed;

  /**
   * An empty index.
   *
   * @param length the text's length, as far as that can be told
   */
  NgramIndex(int length) {
    int entries = Integer.highestOneBit(Math.clamp(2L * length, ENTRIES_MIN, ENTRIES_MAX));
    positions = new int[LONGEST - SHORTEST + 1][entries];
    shift = Integer.SIZE - Integer.numberOfTrailingZeros(entries);
  }

  /**
   * Finds the longest n-gram of the index with which a text ends.
   *
   * @param tokens begins with what was there at earlier calls
   * @param length how many of the tokens there are now, no fewer than before
   * @return the match, or null if there is none
   */
  Match find(int[] tokens, int length) {
    for (; indexed < length; indexed++) {
      add(tokens, indexed);
    }
    Match longest = null;
    int hash = 0;
    for (int n = 1; n <= Math.min(LONGEST, length); n++) {
      hash = mix(hash, tokens[length - n]);
      int next = n < SHORTEST ? 0 : positions[n - SHORTEST][hash >>> shift];
      if (next > 0 && Arrays.equals(tokens, next - n, next, tokens, length - n, length)) {
        longest = new Match(n, next);
      }
    }
    return longest;
  }

  /** Adds the n-grams that end before a position. */
  private void add(int[] tokens, int next) {
    int hash = 0;
    for (int n = 1; n <= Math.min(LONGEST, next); n++) {
      hash = mix(hash, tokens[next - n]);
      if (n >= SHORTEST) {
        positions[n - SHORTEST][hash >>> shift] = next;
      }
    }
  }

  private static int mix(int hash, int token) {
    int mixed = (hash + token + 1) * HASH_FACTOR;
    return mixed ^ mixed >>> 15;
  }
}
