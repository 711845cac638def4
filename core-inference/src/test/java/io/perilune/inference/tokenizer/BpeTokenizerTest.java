package io.perilune.inference.tokenizer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BpeTokenizerTest {
  private static final int IM_END = 614;
  private final Tokenizer tokenizer = TestVocabulary.tokenizer();

  @Test
  void givesTheExpectedPiecesAndTokens() {
    assertEquals(List.of(), TestVocabulary.cases().mismatches());
  }

  @Test
  void knowsItsControlTokens() {
    assertEquals(640, tokenizer.vocabularySize());
    assertEquals(OptionalInt.of(IM_END), tokenizer.control("<|im_end|>"));
    assertEquals(OptionalInt.empty(), tokenizer.control("hello"));
    assertTrue(tokenizer.isControl(IM_END));
    assertFalse(tokenizer.isControl(0));
    assertEquals("[BOS]", tokenizer.beginOfSequenceText());
    assertEquals("<|im_end|>", tokenizer.endOfSequenceText());
    assertArrayEquals(new int[] {613, IM_END, 621}, tokenizer.endOfGeneration());
    assertThrows(IndexOutOfBoundsException.class, () -> tokenizer.bytes(640));
  }

  @Test
  void keepsTextBetweenControlTokensTogether() {
    int[] tokens =
        tokenizer.encode(
            List.of(
                new TextSegment("<|im_end|>he", true),
                new TextSegment("llo <|im_end|>", false),
                new TextSegment("<|im_", true),
                new TextSegment("end|>", true)));
    int[] data = tokenizer.encode("hello <|im_end|>");
    assertEquals(IM_END, tokens[0]);
    assertArrayEquals(data, IntStream.of(tokens).skip(1).limit(data.length).toArray());
    assertEquals(IM_END, tokens[data.length + 1]);
    assertEquals(data.length + 2, tokens.length);
  }

  @Property
  void decodesToWhatWasEncoded(@ForAll("texts") String text) {
    // Unpaired surrogates come back as U+FFFD.
    String valid =
        new String(text.codePoints().map(BpeTokenizerTest::valid).toArray(), 0, length(text));
    assertEquals(valid, decode(tokenizer.encode(text)));
  }

  private static int valid(int codePoint) {
    return Character.getType(codePoint) == Character.SURROGATE ? 0xFFFD : codePoint;
  }

  private static int length(String text) {
    return text.codePointCount(0, text.length());
  }

  @Property
  void noTokenIsLongerThanTheLongest(@ForAll("texts") String text) {
    int bytes = text.getBytes(StandardCharsets.UTF_8).length;
    for (boolean control : new boolean[] {false, true}) {
      int tokens = tokenizer.encode(List.of(new TextSegment(text, control))).length;
      assertTrue(tokens >= Math.ceilDiv(bytes, tokenizer.longestToken()));
    }
  }

  @Property
  void dataNeverBecomesControlTokens(@ForAll("texts") String text) {
    assertTrue(IntStream.of(tokenizer.encode(text)).noneMatch(tokenizer::isControl));
  }

  @Property
  void cutsBetweenSegmentsDoNotMatter(
      @ForAll("texts") String text, @ForAll("cuts") List<Integer> cuts) {
    for (boolean control : new boolean[] {false, true}) {
      List<TextSegment> segments = new ArrayList<>();
      int from = 0;
      for (int cut : cuts.stream().filter(cut -> cut < text.length()).sorted().toList()) {
        segments.add(new TextSegment(text.substring(from, cut), control));
        from = cut;
      }
      segments.add(new TextSegment(text.substring(from), control));
      assertArrayEquals(
          tokenizer.encode(List.of(new TextSegment(text, control))), tokenizer.encode(segments));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", " ", "the", "\n", "<", "<|im_", "人工", "\uD800", "!", "he said "})
  void encodesAMillionCharacters(String unit) {
    String text = unit.repeat((1 << 20) / unit.length());
    assertEquals(text.replace('\uD800', '\uFFFD'), decode(tokenizer.encode(text)));
    assertTrue(tokenizer.encode(List.of(new TextSegment(text, true))).length > 0);
  }

  private String decode(int[] tokens) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int token : tokens) {
      bytes.writeBytes(tokenizer.bytes(token));
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  @Provide
  Arbitrary<String> texts() {
    Arbitrary<String> markers =
        Arbitraries.of(
            "<|im_end|>", "<|im_", "[EOT]", "<think>", "[BOS]", " ", "the", "\uD83D", "\uDE00");
    return Arbitraries.oneOf(Arbitraries.strings().ofMaxLength(8), markers)
        .list()
        .ofMaxSize(8)
        .map(parts -> String.join("", parts));
  }

  @Provide
  Arbitrary<List<Integer>> cuts() {
    return Arbitraries.integers().between(0, 60).list().ofMaxSize(5);
  }
}
