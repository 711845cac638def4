package io.perilune.inference.sampling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class SequenceBreakersTest {
  /** However a text is cut into tokens, a breaker is found in the token in which it ends. */
  @Property
  void findsBreakersAcrossTokens(
      @ForAll("texts") String text,
      @ForAll("breakers") List<String> breakers,
      @ForAll("cuts") List<Integer> cuts) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    SequenceBreakers.Scanner scanner =
        new SequenceBreakers(breakers, token -> slice(bytes, token >> 16, token & 0xFFFF))
            .newScanner();
    int from = 0;
    for (int i = 0; from < bytes.length; i++) {
      int to = Math.min(bytes.length, from + cuts.get(i % cuts.size()));
      boolean expected = false;
      for (String breaker : breakers) {
        byte[] wanted = breaker.getBytes(StandardCharsets.UTF_8);
        for (int end = from + 1; end <= to; end++) {
          expected |=
              end >= wanted.length && Arrays.equals(slice(bytes, end - wanted.length, end), wanted);
        }
      }
      assertEquals(expected, scanner.endsIn(from << 16 | to));
      from = to;
    }
  }

  private static byte[] slice(byte[] bytes, int from, int to) {
    return Arrays.copyOfRange(bytes, from, to);
  }

  @Test
  void noneIsNeverFound() {
    assertFalse(SequenceBreakers.NONE.newScanner().endsIn(5));
  }

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.strings().withChars('a', 'b', 'é', '\n').ofMaxLength(40);
  }

  @Provide
  Arbitrary<List<String>> breakers() {
    return Arbitraries.strings()
        .withChars('a', 'b', 'é', '\n')
        .ofMinLength(1)
        .ofMaxLength(4)
        .list()
        .ofMaxSize(3);
  }

  @Provide
  Arbitrary<List<Integer>> cuts() {
    return Arbitraries.integers().between(1, 5).list().ofMinSize(1).ofMaxSize(5);
  }
}
