package io.perilune.inference.tokenizer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Compares each splitter with the published pattern, run by the regular expression engine. */
class SplitterTest {
  private static final String CONTRACTION = "(?iu:'s|'t|'re|'ve|'m|'ll|'d)";
  private static final String BLANKS = "|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+";
  private static final String TAIL = "| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*" + BLANKS;
  private static final String SLASHES = "| ?[^\\s\\p{L}\\p{N}]+[\\r\\n/]*" + BLANKS;
  private static final String FRONT = "[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]";
  private static final String REST = "[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}]";
  private static final String NOT_HAN = "&&[^\\p{IsHan}]]";
  private static final String PREFIX = "[^\\r\\n\\p{L}\\p{N}]?";
  private static final String EASTERN = "[\u4E00-\u9FA5\u0800-\u4E00\uAC00-\uD7FF]+";

  private static final Pattern KIMI_K2 =
      pattern(
          "\\p{IsHan}+|%2$s%3$s*%4$s+%1$s?|%2$s%3$s+%4$s*%1$s?|\\p{N}{1,3}"
                  .formatted(CONTRACTION, PREFIX, "[" + FRONT + NOT_HAN, "[" + REST + NOT_HAN)
              + TAIL);
  private static final Pattern LLAMA_3 =
      pattern(CONTRACTION + "|" + PREFIX + "\\p{L}+|\\p{N}{1,3}" + TAIL);
  private static final Pattern QWEN_2 =
      pattern(CONTRACTION + "|" + PREFIX + "\\p{L}+|\\p{N}" + TAIL);
  private static final Pattern GPT_4O =
      pattern(
          "%2$s%3$s*%4$s+%1$s?|%2$s%3$s+%4$s*%1$s?|\\p{N}{1,3}"
                  .formatted(CONTRACTION, PREFIX, FRONT, REST)
              + SLASHES);
  private static final Pattern TEKKEN =
      pattern("%1$s%2$s*%3$s+|%1$s%2$s+%3$s*|\\p{N}".formatted(PREFIX, FRONT, REST) + SLASHES);

  /** The letters are a part of those listed: those of the texts. */
  private static final List<Pattern> DEEPSEEK_LLM =
      patterns(
          "[\\r\\n]",
          "\\s?[A-Za-z\u00B5\u00C0-\u00D6\u00D8-\u00F6\u00F8-\u01BA\u01BC-\u01BF\u01C4-\u0293\u03A3-\u03F5\u1F5F-\u1F7D\u2126\uFF21-\uFF3A]+",
          "\\s?[!-/:-~\uFF01-\uFF0F\uFF1A-\uFF5E\u2018-\u201F\u3000-\u3002]+",
          "\\s+\\z",
          EASTERN,
          "\\p{N}+");

  private static final List<Pattern> DEEPSEEK_CODER =
      patterns("[\\r\\n]", "\\s?\\p{L}+", "\\s?\\p{P}+", EASTERN, "\\p{N}");
  private static final List<Pattern> DEEPSEEK_V3 =
      patterns(
          "\\p{N}{1,3}",
          "[\u4E00-\u9FA5\u3040-\u309F\u30A0-\u30FF]+",
          "[!\"#$%&'()*+,\\-./:;<=>?@\\[\\\\\\]^_`{|}~][A-Za-z]+"
              + "|[^\\r\\n\\p{L}\\p{P}\\p{S}]?[\\p{L}\\p{M}]+"
              + "| ?[\\p{P}\\p{S}]+[\\r\\n]*"
              + BLANKS);
  private static final List<Pattern> DEFAULT =
      patterns(
          "[\\p{P}$+<=>^~|]+",
          "'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)",
          "\\p{N}+",
          "[0-9][0-9][0-9]");

  private static List<Pattern> patterns(String... regexes) {
    return Stream.of(regexes).map(SplitterTest::pattern).toList();
  }

  private static Pattern pattern(String regex) {
    return Pattern.compile(regex, Pattern.UNICODE_CHARACTER_CLASS);
  }

  /** The pieces that a pre-tokenizer cuts a text into. */
  static List<String> pieces(PreTokenizer preTokenizer, String text) {
    List<String> pieces = new ArrayList<>();
    preTokenizer.split(text, (part, from, end) -> pieces.add(part.substring(from, end)));
    return pieces;
  }

  @Property(tries = 30_000)
  void cutsAsThePublishedPatternDoes(
      @ForAll PreTokenizer preTokenizer, @ForAll("texts") String text) {
    assertEquals(expected(preTokenizer, text), pieces(preTokenizer, text));
  }

  @Property(tries = 5_000)
  void thePiecesMakeUpTheText(@ForAll PreTokenizer preTokenizer, @ForAll String text) {
    assertEquals(text, String.join("", pieces(preTokenizer, text)));
  }

  @ParameterizedTest
  @EnumSource
  void cutsLongRunsOfOneCharacter(PreTokenizer preTokenizer) {
    for (String c : List.of("a", "A", " ", "\n", "1", "!", "人", "\u0301", "'", "\t")) {
      String text = c.repeat(1 << 18);
      assertEquals(text, String.join("", pieces(preTokenizer, text)));
      assertEquals(text + "x", String.join("", pieces(preTokenizer, text + "x")));
    }
  }

  private static List<String> expected(PreTokenizer preTokenizer, String text) {
    List<String> pieces = text.isEmpty() ? List.of() : List.of(text);
    List<Pattern> patterns =
        switch (preTokenizer) {
          case KIMI_K2 -> List.of(KIMI_K2);
          case LLAMA_BPE -> List.of(LLAMA_3);
          case QWEN2, DEEPSEEK_R1_QWEN -> List.of(QWEN_2);
          case DEEPSEEK_LLM -> DEEPSEEK_LLM;
          case DEEPSEEK_CODER -> DEEPSEEK_CODER;
          case DEEPSEEK_V3 -> DEEPSEEK_V3;
          case GPT_4O -> List.of(GPT_4O);
          case TEKKEN -> List.of(TEKKEN);
          case DEFAULT -> DEFAULT;
        };
    for (Pattern pattern : patterns) {
      pieces = pieces.stream().flatMap(piece -> split(pattern, piece)).toList();
    }
    return pieces;
  }

  /** The matches, and what lies between them. */
  private static Stream<String> split(Pattern pattern, String text) {
    List<String> pieces = new ArrayList<>();
    int done = 0;
    Matcher matcher = pattern.matcher(text);
    while (matcher.find()) {
      if (matcher.start() > done) {
        pieces.add(text.substring(done, matcher.start()));
      }
      pieces.add(matcher.group());
      done = matcher.end();
    }
    if (done < text.length()) {
      pieces.add(text.substring(done));
    }
    return pieces.stream();
  }

  /** Texts of few characters, so that each pattern's alternatives meet often. */
  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.of(
            "a", "b", "s", "S", "ſ", "t", "re", "LL", "'", "A", "B", "ǅ", "ª", "ก", "\u0301",
            "\u0903", "人", "々", "〇", "⺀", "𠀀", "𝒜", "1", "2", "٣", "²", " ", "\u00A0", "\u3000",
            "\t", "\n", "\r", "\u0085", "!", "$", "~", "|", "-", "/", "😀", "\u200B", "\uFFFD",
            "\u0000", "\uD800", "\u2126", "\u1F7C", "\u01BB", "Ａ", "！", "あ", "ア", "가", "é")
        .list()
        .ofMaxSize(12)
        .map(parts -> String.join("", parts));
  }
}
