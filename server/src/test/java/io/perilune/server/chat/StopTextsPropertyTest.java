package io.perilune.server.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.perilune.inference.tokenizer.DecodedPiece;
import io.perilune.inference.tokenizer.TokenDecoder;
import io.perilune.inference.tokenizer.Tokenizer;
import io.perilune.server.constraint.ByteVocabulary;
import io.perilune.toolcall.FinishReason;
import io.perilune.toolcall.MessageFolder;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Stop texts, however the text is cut; as tokens every character here is 1 to 4. */
class StopTextsPropertyTest {
  private static final Tokenizer TOKENIZER = new ByteVocabulary();

  @Property
  void contentEndsBeforeTheStopTextThatIsCompleteFirst(
      @ForAll("texts") String text, @ForAll("stops") List<String> stops) {
    MessageFolder folder = new MessageFolder();
    AnswerLimits limits = new AnswerLimits(stops, false, folder);
    TokenDecoder decoder = new TokenDecoder(TOKENIZER);
    for (int token : TOKENIZER.encode(text)) {
      for (DecodedPiece piece : decoder.accept(token)) {
        limits.content(piece.text());
      }
    }
    limits.end();
    Optional<String> expected = expectedStop(text, stops);
    int end = expected.map(text::indexOf).orElse(text.length());
    assertEquals(text.substring(0, end), content(folder));
    assertEquals(expected, limits.stopFound());
  }

  @Property
  void itDoesNotMatterHowTheTextIsCut(
      @ForAll("texts") String text,
      @ForAll("stops") List<String> stops,
      @ForAll @Size(min = 1, max = 5) List<@IntRange(min = 1, max = 9) Integer> cuts) {
    MessageFolder folder = new MessageFolder();
    AnswerLimits limits = new AnswerLimits(stops, false, folder);
    int from = 0;
    for (int i = 0; from < text.length(); i++) {
      int to = Math.min(text.length(), from + cuts.get(i % cuts.size()));
      limits.content(text.substring(from, to));
      from = to;
    }
    limits.end();
    Optional<String> expected = expectedStop(text, stops);
    int end = expected.map(text::indexOf).orElse(text.length());
    assertEquals(text.substring(0, end), content(folder));
    assertEquals(expected, limits.stopFound());
  }

  /** Of the stop texts with which the shortest beginning of a text ends, the longest. */
  private static Optional<String> expectedStop(String text, List<String> stops) {
    for (int end = 1; end <= text.length(); end++) {
      String beginning = text.substring(0, end);
      Optional<String> found =
          stops.stream().filter(beginning::endsWith).max(Comparator.comparingInt(String::length));
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  @Property
  void whatIsHeldBackMayBecomeAStopText(
      @ForAll("texts") String text, @ForAll("stops") List<String> stops) {
    MessageFolder folder = new MessageFolder();
    AnswerLimits limits = new AnswerLimits(stops, false, folder);
    for (int i = 0; i < text.length() && !limits.reached(); i++) {
      limits.content(text.substring(i, i + 1));
      if (!limits.reached()) {
        String held = text.substring(content(folder).length(), i + 1);
        assertTrue(held.isEmpty() || stops.stream().anyMatch(stop -> stop.startsWith(held)));
      }
    }
  }

  private static String content(MessageFolder folder) {
    return folder.message(FinishReason.STOP).message().contentIfPresent().orElseThrow().plainText();
  }

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.of("a", "b", "é", "世", "🌙", "\n")
        .list()
        .ofMaxSize(40)
        .map(StopTextsPropertyTest::join);
  }

  @Provide
  Arbitrary<List<String>> stops() {
    return Arbitraries.of("a", "b", "é", "世", "🌙", "\n")
        .list()
        .ofMinSize(1)
        .ofMaxSize(4)
        .map(StopTextsPropertyTest::join)
        .list()
        .ofMaxSize(16);
  }

  private static String join(List<String> parts) {
    return String.join("", parts);
  }
}
