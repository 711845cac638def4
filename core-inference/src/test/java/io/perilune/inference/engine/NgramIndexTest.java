package io.perilune.inference.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class NgramIndexTest {
  @Property
  void whatIsFoundStoodThereBeforeAndSomethingFollowed(
      @ForAll Random random,
      @ForAll @IntRange(min = 0, max = 300) int length,
      @ForAll @IntRange(min = 1, max = 40) int alphabet) {
    int[] tokens = random.ints(length, 0, alphabet).toArray();
    NgramIndex index = new NgramIndex(length);
    for (int known = 0; known <= length; known += 1 + random.nextInt(3)) {
      NgramIndex.Match match = index.find(tokens, known);
      if (match != null) {
        assertTrue(match.next() < known);
        assertArrayEquals(
            Arrays.copyOfRange(tokens, known - match.length(), known),
            Arrays.copyOfRange(tokens, match.next() - match.length(), match.next()));
        assertTrue(match.length() <= longest(tokens, known));
      }
    }
  }

  /** How many of the last tokens stand somewhere before, up to the longest n-gram. */
  private static int longest(int[] tokens, int known) {
    int longest = 0;
    for (int next = 1; next < known; next++) {
      int n = 0;
      while (n < NgramIndex.LONGEST && n < next && tokens[next - 1 - n] == tokens[known - 1 - n]) {
        n++;
      }
      longest = Math.max(longest, n);
    }
    return longest;
  }

  @Example
  void theLongestMatchCountsAndOfItsOccurrencesTheLast() {
    int[] tokens = {1, 2, 3, 4, 9, 1, 2, 3, 4, 8, 7, 3, 4, 6, 1, 2, 3, 4};
    assertEquals(new NgramIndex.Match(4, 9), new NgramIndex(18).find(tokens, 18));
    assertEquals(new NgramIndex.Match(2, 9), new NgramIndex(18).find(tokens, 13));
  }

  @Example
  void oneTokenIsNoMatchNorIsTheEndItself() {
    assertNull(new NgramIndex(2).find(new int[] {5, 5}, 2));
    assertNull(new NgramIndex(1).find(new int[] {5}, 1));
    assertNull(new NgramIndex(0).find(new int[0], 0));
    assertEquals(new NgramIndex.Match(2, 2), new NgramIndex(3).find(new int[] {5, 5, 5}, 3));
  }

  @Example
  void aCopyOfALongTextIsFoundAlmostEverywhere() {
    int length = 20_000;
    int[] text = new Random(1).ints(length, 0, 5000).toArray();
    int[] tokens = Arrays.copyOf(text, 2 * length);
    System.arraycopy(text, 0, tokens, length, length);
    NgramIndex index = new NgramIndex(2 * length);
    int found = 0;
    for (int known = length + NgramIndex.LONGEST; known < 2 * length; known++) {
      NgramIndex.Match match = index.find(tokens, known);
      found += match != null && match.next() == known - length ? 1 : 0;
    }
    assertTrue(found > 0.75 * length, found + " of " + length);
  }

  @Example
  void aTextLongerThanTheIndexIsFoundInItsLastPart() {
    int length = 500_000;
    int[] tokens = new Random(1).ints(length, 0, 100_000).toArray();
    System.arraycopy(tokens, length - 1000, tokens, length - 4, 4);
    assertEquals(
        new NgramIndex.Match(4, length - 996), new NgramIndex(length).find(tokens, length));
  }
}
