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
  private static final String TAIL =
      "| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+";
  private static final String FRONT = "[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}&&[^\\p{IsHan}]]";
  private static final String REST = "[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}&&[^\\p{IsHan}]]";
  private static final String PREFIX = "[^\\r\\n\\p{L}\\p{N}]?";

  private static final Pattern KIMI_K2 =
      pattern(
          "\\p{IsHan}+|%2$s%3$s*%4$s+%1$s?|%2$s%3$s+%4$s*%1$s?|\\p{N}{1,3}"
                  .formatted(CONTRACTION, PREFIX, FRONT, REST)
              + TAIL);
  private static final Pattern LLAMA_3 =
      pattern(CONTRACTION + "|" + PREFIX + "\\p{L}+|\\p{N}{1,3}" + TAIL);
  private static final Pattern QWEN_2 =
      pattern(CONTRACTION + "|" + PREFIX + "\\p{L}+|\\p{N}" + TAIL);
  private static final List<Pattern> DEFAULT =
      Stream.of(
              "[\\p{P}$+<=>^~|]+",
              "'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)",
              "\\p{N}+",
              "[0-9][0-9][0-9]")
          .map(SplitterTest::pattern)
          .toList();

  private static Pattern pattern(String regex) {
    return Pattern.compile(regex, Pattern.UNICODE_CHARACTER_CLASS);
  }

  /** The pieces that a pre-tokenizer cuts a text into. */
  static List<String> pieces(PreTokenizer preTokenizer, String text) {
    List<String> pieces = new ArrayList<>();
    int from = 0;
    while (from < text.length()) {
      int end = preTokenizer.splitter().pieceEnd(text, from);
      pieces.add(text.substring(from, end));
      from = end;
    }
    return pieces;
  }

  @Property(tries = 20_000)
  void cutsAsThePublishedPatternDoes(
      @ForAll PreTokenizer preTokenizer, @ForAll("texts") String text) {
    assertEquals(expected(preTokenizer, text), pieces(preTokenizer, text));
  }

  @ParameterizedTest
  @EnumSource
  void cutsLongRunsOfOneCharacter(PreTokenizer preTokenizer) {
    for (String c : List.of("a", "A", " ", "\n", "1", "!", "人", "\u0301", "'", "\t")) {
      String text = c.repeat(1 << 20);
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
          case QWEN2 -> List.of(QWEN_2);
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
            "\t", "\n", "\r", "\u0085", "!", "$", "~", "|", "-", "😀", "\u200B", "\uFFFD")
        .list()
        .ofMaxSize(12)
        .map(parts -> String.join("", parts));
  }
}
