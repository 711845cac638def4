package io.perilune.inference.tokenizer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.perilune.gguf.GgufFormatException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
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

class SentencePieceTest {
  private static final String PREFIX = "tokenizer.ggml.";
  private final Tokenizer tokenizer = SentencePieceCases.tokenizer(0);

  @Test
  void givesTheTokensThatSentencePieceGives() {
    List<String> mismatches = new ArrayList<>();
    for (int vocabulary = 0; vocabulary < SentencePieceCases.vocabularies(); vocabulary++) {
      Tokenizer tokenizer = SentencePieceCases.tokenizer(vocabulary);
      for (SentencePieceCases.Case c : SentencePieceCases.cases(vocabulary)) {
        int[] actual = tokenizer.encode(c.text());
        if (!Arrays.equals(c.tokens(), actual)) {
          mismatches.add(
              "%d \"%s\": expected %s, was %s"
                  .formatted(
                      vocabulary, c.text(), Arrays.toString(c.tokens()), Arrays.toString(actual)));
        }
      }
    }
    assertEquals(List.of(), mismatches);
  }

  @Property
  void mergesThePairOfTheHighestScoreFirst(
      @ForAll("vocabularies") List<String> tokens,
      @ForAll("scores") List<Integer> scores,
      @ForAll("letters") String text) {
    float[] values = new float[tokens.size()];
    for (int id = 0; id < values.length; id++) {
      values[id] = scores.get(id);
    }
    MapMetadata metadata =
        new MapMetadata()
            .with(PREFIX + "model", "llama")
            .with(PREFIX + "tokens", tokens)
            .with(PREFIX + "scores", values)
            .with(PREFIX + "add_space_prefix", false);
    int[] expected =
        mergeOneByOne(tokens, values, text).stream().mapToInt(tokens::indexOf).toArray();
    assertArrayEquals(expected, Tokenizers.of(metadata).encode(text));
  }

  private static List<String> mergeOneByOne(List<String> tokens, float[] scores, String text) {
    List<String> parts = new ArrayList<>(List.of(text.split("")));
    while (true) {
      int best = -1;
      for (int i = 0; i + 1 < parts.size(); i++) {
        int token = tokens.indexOf(parts.get(i) + parts.get(i + 1));
        if (token >= 0 && (best < 0 || scores[token] > score(tokens, scores, parts, best))) {
          best = i;
        }
      }
      if (best < 0) {
        return parts;
      }
      parts.set(best, parts.get(best) + parts.remove(best + 1));
    }
  }

  private static float score(List<String> tokens, float[] scores, List<String> parts, int i) {
    return scores[tokens.indexOf(parts.get(i) + parts.get(i + 1))];
  }

  @Test
  void tokensStandForTheirBytes() {
    assertArrayEquals(new byte[] {(byte) 0xF0}, tokenizer.bytes(token("<0xF0>")));
    assertArrayEquals(new byte[] {'\n'}, tokenizer.bytes(token("<0x0A>")));
    assertEquals(" the", new String(tokenizer.bytes(token("▁the")), StandardCharsets.UTF_8));
    assertEquals("<s>", new String(tokenizer.bytes(1), StandardCharsets.UTF_8));
  }

  private static int token(String text) {
    return SentencePieceCases.metadata(0).strings(PREFIX + "tokens").orElseThrow().indexOf(text);
  }

  @Property
  void decodesToWhatWasEncoded(@ForAll("texts") String text) {
    StringBuilder decoded = new StringBuilder();
    TokenDecoder decoder = new TokenDecoder(tokenizer);
    for (int token : tokenizer.encode(text)) {
      decoder.accept(token).forEach(piece -> decoded.append(piece.text()));
    }
    decoder.finish().forEach(piece -> decoded.append(piece.text()));
    String blankBefore = text.isEmpty() ? "" : " ";
    String valid = new String(text.getBytes(StandardCharsets.UTF_16), StandardCharsets.UTF_16);
    assertEquals(blankBefore + valid.replace('\u2581', ' '), decoded.toString());
  }

  @Property
  void dataNeverBecomesControlTokens(@ForAll("texts") String text) {
    for (int vocabulary = 0; vocabulary < SentencePieceCases.vocabularies(); vocabulary++) {
      Tokenizer tokenizer = SentencePieceCases.tokenizer(vocabulary);
      int unknown = tokenizer.control("<unk>").orElse(0);
      assertTrue(
          IntStream.of(tokenizer.encode(text))
              .noneMatch(token -> token != unknown && tokenizer.isControl(token)));
    }
  }

  @Property
  void noTokenIsLongerThanTheLongest(@ForAll("texts") String text) {
    int bytes = text.getBytes(StandardCharsets.UTF_8).length;
    assertTrue(tokenizer.encode(text).length >= Math.ceilDiv(bytes, tokenizer.longestToken()));
  }

  @Test
  void manyCharactersMayBecomeNoToken() {
    assertEquals(Integer.MAX_VALUE, SentencePieceCases.tokenizer(1).longestToken());
  }

  @Test
  void promptsBeginWithTheBeginOfSequenceAndTextsWithABlank() {
    int[] tokens =
        tokenizer.encode(
            List.of(
                new TextSegment("the</s>", true),
                new TextSegment("the", false),
                new TextSegment("</s>", true)));
    int the = token("▁the");
    assertArrayEquals(new int[] {1, the, 2, the, 2}, tokens);
    assertEquals("<s>", tokenizer.beginOfSequenceText());
    assertEquals("</s>", tokenizer.endOfSequenceText());
    assertArrayEquals(new int[] {2}, tokenizer.endOfGeneration());
    assertEquals(OptionalInt.of(1), tokenizer.control("<s>"));
  }

  @Test
  void aFileMaySayOtherwise() {
    Tokenizer other =
        Tokenizers.of(
            SentencePieceCases.metadata(0)
                .with(PREFIX + "add_bos_token", false)
                .with(PREFIX + "add_eos_token", true)
                .with(PREFIX + "add_space_prefix", false));
    int[] tokens = other.encode(List.of(new TextSegment(" the", true)));
    assertArrayEquals(new int[] {token("▁the"), 2}, tokens);
    assertArrayEquals(tokens, other.encode(List.of(new TextSegment(" the</s>", true))));
  }

  @Test
  void userDefinedTokensComeFromTemplateTextOnly() {
    MapMetadata metadata =
        new MapMetadata()
            .with(PREFIX + "model", "llama")
            .with(PREFIX + "tokens", List.of("<unk>", "<think>", "▁", "a"))
            .with(PREFIX + "token_type", new long[] {2, 4, 1, 1})
            .with(PREFIX + "scores", new float[4]);
    Tokenizer tokenizer = Tokenizers.of(metadata);
    assertArrayEquals(
        new int[] {2, 3, 1, 2, 3}, tokenizer.encode(List.of(new TextSegment("a<think>a", true))));
    assertArrayEquals(new int[] {2, 3, 0, 3}, tokenizer.encode("a<think>a".replace("k>", ">")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", " ", "the ", "\n", "<s>", "人工", "😀", "\u2581", "в"})
  void encodesLongTexts(String unit) {
    String text = unit.repeat((1 << 18) / unit.length());
    for (int vocabulary = 0; vocabulary < SentencePieceCases.vocabularies(); vocabulary++) {
      int tokens = SentencePieceCases.tokenizer(vocabulary).encode(text).length;
      assertTrue(tokens > 0 || text.replace('\u2581', ' ').isBlank());
    }
  }

  @Test
  void namesTheKeyAndTheProblem() {
    assertRefused(SentencePieceCases.metadata(0).without(PREFIX + "scores"), "scores is missing");
    assertRefused(
        SentencePieceCases.metadata(0).with(PREFIX + "scores", new float[3]), "3 entries");
    float[] scores = new float[640];
    scores[639] = Float.NaN;
    assertRefused(SentencePieceCases.metadata(0).with(PREFIX + "scores", scores), "for token 639");
    MapMetadata unwritable =
        new MapMetadata()
            .with(PREFIX + "model", "llama")
            .with(PREFIX + "tokens", List.of("a"))
            .with(PREFIX + "scores", new float[1]);
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class, () -> Tokenizers.of(unwritable).encode("\u00E9"));
    assertTrue(e.getMessage().contains("0x20"), e.getMessage());
    assertRefused(unwritable.with(PREFIX + "add_eos_token", true), "eos_token_id is missing");
  }

  private static void assertRefused(MapMetadata metadata, String problem) {
    GgufFormatException e = assertThrows(GgufFormatException.class, () -> Tokenizers.of(metadata));
    assertTrue(e.getMessage().contains(problem), e.getMessage());
  }

  /** The letters, then some of the longer tokens that they make. */
  @Provide
  Arbitrary<List<String>> vocabularies() {
    return Arbitraries.strings()
        .withChars('a', 'b', 'é')
        .ofMinLength(2)
        .ofMaxLength(4)
        .set()
        .ofMaxSize(12)
        .map(
            longer -> {
              List<String> tokens = new ArrayList<>(List.of("a", "b", "é"));
              tokens.addAll(longer);
              return tokens;
            });
  }

  /** Few different ones, so that equal scores meet. */
  @Provide
  Arbitrary<List<Integer>> scores() {
    return Arbitraries.integers().between(-4, 0).list().ofSize(15);
  }

  @Provide
  Arbitrary<String> letters() {
    return Arbitraries.strings().withChars('a', 'b', 'é').ofMinLength(1).ofMaxLength(12);
  }

  @Provide
  Arbitrary<String> texts() {
    Arbitrary<String> parts =
        Arbitraries.of("<s>", "</s>", "<unk>", "<0x0A>", "<0xF0>", " ", "▁", "the", "\uD83D", "😀");
    return Arbitraries.oneOf(Arbitraries.strings().ofMaxLength(6), parts)
        .list()
        .ofMaxSize(8)
        .map(list -> String.join("", list));
  }
}
