package io.perilune.server.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.perilune.toolcall.FinishReason;
import io.perilune.toolcall.MessageFolder;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnswerLimitsTest {
  @ParameterizedTest
  @CsvSource(
      value = {
        "abcdef        | cd      | ab",
        "abcdef        | xy      | abcdef",
        "aaab          | aab     | a",
        "aabaac        | aac     | aab",
        "abcabd        | abd,bc  | a",
        "ends with END | ENDS    | ends with END",
        "xENDyEND      | END     | x",
        "ab            | a,ab    | ''"
      },
      delimiter = '|')
  void cutsAtTheFirstStopTextHoweverThePiecesFall(String text, String stops, String expected) {
    List<String> stop = List.of(stops.split(","));
    for (int step = 1; step <= text.length(); step++) {
      MessageFolder folder = new MessageFolder();
      AnswerLimits limits = new AnswerLimits(stop, false, folder);
      for (int i = 0; i < text.length(); i += step) {
        limits.content(text.substring(i, Math.min(text.length(), i + step)));
      }
      limits.end();
      String content = content(folder);
      assertEquals(expected, content, "in steps of " + step);
      assertEquals(!content.equals(text), limits.reached());
    }
  }

  @Test
  void holdsBackNoMoreThanAPossibleStopText() {
    MessageFolder folder = new MessageFolder();
    AnswerLimits limits = new AnswerLimits(List.of("STOP"), false, folder);
    limits.content("some ST");
    assertEquals("some ", content(folder));
    limits.content("ORY");
    assertEquals("some STORY", content(folder));
    assertFalse(limits.reached());
  }

  @Test
  void looksForStopTextsInContentOnly() {
    MessageFolder folder = new MessageFolder();
    AnswerLimits limits = new AnswerLimits(List.of("}"), false, folder);
    limits.reasoning("{}");
    limits.content("ok");
    limits.callStart(0, "functions.f:0", "f");
    limits.arguments(0, "{}");
    limits.callEnd(0);
    limits.end();
    assertFalse(limits.reached());
    assertEquals(
        "{}", folder.message(FinishReason.TOOL_CALLS).message().toolCalls().getFirst().arguments());
  }

  @Test
  void endsForAStopTextWhateverTheModelWentOnToWrite() {
    AnswerLimits limits = new AnswerLimits(List.of("END"), false, new MessageFolder());
    limits.content("the EN");
    assertEquals(FinishReason.LENGTH, limits.reason(FinishReason.LENGTH));
    assertEquals(Optional.empty(), limits.stopFound());
    limits.content("D");
    limits.callStart(0, "functions.f:0", "f");
    limits.callEnd(0);
    assertEquals(FinishReason.STOP, limits.reason(FinishReason.TOOL_CALLS));
    assertEquals(FinishReason.STOP, limits.reason(FinishReason.LENGTH));
    assertEquals(Optional.of("END"), limits.stopFound());
  }

  @Test
  void endsAfterOneCallWhereOnlyOneIsWanted() {
    MessageFolder folder = new MessageFolder();
    AnswerLimits limits = new AnswerLimits(List.of(), true, folder);
    limits.callStart(0, "functions.f:0", "f");
    limits.callEnd(0);
    assertTrue(limits.reached());
    limits.callStart(1, "functions.f:1", "f");
    limits.callEnd(1);
    assertEquals(1, folder.message(FinishReason.TOOL_CALLS).message().toolCalls().size());
  }

  private static String content(MessageFolder folder) {
    return folder.message(FinishReason.STOP).message().contentIfPresent().orElseThrow().plainText();
  }
}
