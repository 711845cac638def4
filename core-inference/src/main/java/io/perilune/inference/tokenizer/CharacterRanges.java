package io.perilune.inference.tokenizer;

import java.util.Arrays;
import java.util.function.IntPredicate;

/** The code points of some ranges. */
final class CharacterRanges implements IntPredicate {
  private final int[] bounds;

  /**
   * Ranges.
   *
   * @param bounds the first and the last code point of each range; the ranges in ascending order
   *     and apart
   */
  CharacterRanges(int... bounds) {
    this.bounds = bounds;
  }

  @Override
  public boolean test(int codePoint) {
    int place = Arrays.binarySearch(bounds, codePoint);
    // A code point that is no bound lies in a range if an odd number of bounds is before it.
    return place >= 0 || (-place - 1) % 2 == 1;
  }
}
