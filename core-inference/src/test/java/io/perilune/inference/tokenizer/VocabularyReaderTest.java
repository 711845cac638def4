package io.perilune.inference.tokenizer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.perilune.gguf.GgufFormatException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class VocabularyReaderTest {
  private static final String PREFIX = "tokenizer.ggml.";

  /** A whole vocabulary: bytes a, b, c and blank, two merges, control and other tokens. */
  private static MapMetadata small() {
    return new MapMetadata()
        .with(PREFIX + "model", "gpt2")
        .with(PREFIX + "pre", "default")
        .with(
            PREFIX + "tokens",
            List.of("a", "b", "c", "Ġ", "ab", "abc", "[BOS]", "<|eot_id|>", "<think>", "<0xFF>"))
        .with(PREFIX + "token_type", new long[] {1, 1, 1, 1, 1, 1, 3, 3, 4, 6})
        .with(PREFIX + "merges", List.of("a b", "ab c"))
        .with(PREFIX + "bos_token_id", 6L);
  }

  private static int[] encode(Tokenizer tokenizer, String template) {
    return tokenizer.encode(List.of(new TextSegment(template, true)));
  }

  @Test
  void readsAVocabulary() {
    Tokenizer tokenizer = Tokenizers.of(small());
    assertEquals(10, tokenizer.vocabularySize());
    assertArrayEquals(new int[] {5, 3, 4}, tokenizer.encode("abc ab"));
    assertArrayEquals(new int[] {7}, tokenizer.endOfGeneration());
    assertArrayEquals(new byte[] {(byte) 0xFF}, tokenizer.bytes(9));
    assertArrayEquals(" ".getBytes(StandardCharsets.UTF_8), tokenizer.bytes(3));
    assertEquals("", tokenizer.endOfSequenceText());
  }

  @Test
  void userDefinedTokensComeFromTemplateTextAndAreOrdinaryOutput() {
    Tokenizer tokenizer = Tokenizers.of(small());
    assertArrayEquals(new int[] {0, 8, 1}, encode(tokenizer, "a<think>b"));
    assertThrows(IllegalArgumentException.class, () -> tokenizer.encode("<think>"));
    assertFalse(tokenizer.isControl(8));
    assertTrue(tokenizer.control("<think>").isEmpty());
  }

  @Test
  void writesBytesWithoutATokenAsTheUnknownToken() {
    Tokenizer tokenizer = Tokenizers.of(small().with(PREFIX + "unknown_token_id", 2L));
    assertArrayEquals(new int[] {2, 0}, tokenizer.encode("xa"));
  }

  @Test
  void beginsSequencesIfTheFileSaysSo() {
    MapMetadata metadata = small().with(PREFIX + "add_bos_token", true);
    Tokenizer tokenizer = Tokenizers.of(metadata);
    assertArrayEquals(new int[] {6, 0}, encode(tokenizer, "a"));
    assertArrayEquals(new int[] {6, 0}, encode(tokenizer, "[BOS]a"));
    assertArrayEquals(new int[] {0}, tokenizer.encode("a"));
  }

  @Test
  void beginsSequencesOfLlama3UnlessTheFileSaysNo() {
    MapMetadata metadata = small().with(PREFIX + "pre", "llama-bpe");
    assertArrayEquals(new int[] {6, 0}, encode(Tokenizers.of(metadata), "a"));
    metadata.with(PREFIX + "add_bos_token", false);
    assertArrayEquals(new int[] {0}, encode(Tokenizers.of(metadata), "a"));
  }

  @Test
  void derivesTheMergesOfKimiK2FromTheOrderOfTokens() {
    MapMetadata metadata = small().with(PREFIX + "pre", "kimi-k2").without(PREFIX + "merges");
    assertArrayEquals(new int[] {5, 4}, Tokenizers.of(metadata).encode("abcab"));
  }

  @Test
  void takesNoTextForTheEmptyToken() {
    MapMetadata metadata =
        small()
            .with(PREFIX + "tokens", List.of("a", "", ""))
            .with(PREFIX + "token_type", new long[] {1, 1, 3})
            .with(PREFIX + "bos_token_id", 2L)
            .with(PREFIX + "merges", List.of());
    assertArrayEquals(new int[] {0, 0}, encode(Tokenizers.of(metadata), "aa"));
  }

  static List<Arguments> damages() {
    return List.of(
        Arguments.of("model", "t5", "\"gpt2\" (byte-level BPE) and \"llama\" (SentencePiece)"),
        Arguments.of("model", null, "missing"),
        Arguments.of("pre", "gpt-5", "kimi-k2, llama-bpe, qwen2, deepseek-r1-qwen"),
        Arguments.of("tokens", null, "missing"),
        Arguments.of("tokens", List.of(), "empty"),
        Arguments.of("tokens", List.of("a", "b", "c", "a", "", "", "", "", "", ""), "0 and 3"),
        Arguments.of(
            "tokens", List.of("a", "b", "c", "d", "ab", "abc", "x", "x", "y", "<0xFF>"), "6 and 7"),
        Arguments.of(
            "tokens", List.of("a", "b", "c", "d", "ab", "abc", "x", "y", "z", "<0xF>"), "<0x0A>"),
        Arguments.of("token_type", new long[] {1, 1}, "2 entries"),
        Arguments.of("token_type", new long[] {1, 1, 1, 1, 1, 1, 1, 1, 1, 7}, "type 7 for token 9"),
        Arguments.of("scores", new float[3], "3 entries"),
        Arguments.of("merges", null, "missing"),
        Arguments.of("merges", List.of(""), "entry 0"),
        Arguments.of("merges", List.of("a b", "ab"), "entry 1"),
        Arguments.of("merges", List.of("a b c"), "entry 0"),
        Arguments.of("merges", List.of("b c"), "entry 0"),
        Arguments.of("merges", List.of("[BOS] a"), "entry 0"),
        Arguments.of("bos_token_id", 10L, "from 0 to 9"),
        Arguments.of("eos_token_id", 1L << 32, "from 0 to 9"),
        Arguments.of("padding_token_id", -1L, "from 0 to 9"),
        Arguments.of("unknown_token_id", 10L, "from 0 to 9"));
  }

  @ParameterizedTest
  @MethodSource("damages")
  void namesTheKeyAndTheProblem(String key, Object value, String problem) {
    MapMetadata metadata =
        value == null ? small().without(PREFIX + key) : small().with(PREFIX + key, value);
    GgufFormatException e = assertThrows(GgufFormatException.class, () -> Tokenizers.of(metadata));
    assertTrue(e.getMessage().contains(PREFIX + key), e.getMessage());
    assertTrue(e.getMessage().contains(problem), e.getMessage());
  }

  @Test
  void refusesToBeginSequencesWithNothing() {
    MapMetadata metadata =
        small().with(PREFIX + "add_bos_token", true).without(PREFIX + "bos_token_id");
    GgufFormatException e = assertThrows(GgufFormatException.class, () -> Tokenizers.of(metadata));
    assertTrue(e.getMessage().contains(PREFIX + "add_bos_token"), e.getMessage());
  }

  @Test
  void derivedMergesAreTheListedOnes() {
    TokenizerCases cases = TestVocabulary.cases();
    MapMetadata unlisted = cases.vocabulary().without(PREFIX + "merges");
    assertEquals(List.of(), cases.mismatchesOf(Tokenizers.of(unlisted)));
  }
}
