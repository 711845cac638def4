package io.perilune.toolcall.kimi;

import static io.perilune.toolcall.kimi.Requests.AB;
import static io.perilune.toolcall.kimi.Requests.CB;
import static io.perilune.toolcall.kimi.Requests.CE;
import static io.perilune.toolcall.kimi.Requests.READ;
import static io.perilune.toolcall.kimi.Requests.SE;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.perilune.toolcall.EndCause;
import io.perilune.toolcall.ParseContext;
import io.perilune.toolcall.testkit.Pieces;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What becomes of the arguments' text. */
class KimiArgumentsTest {
  private static final ParseContext CONTEXT = Requests.of(READ);

  @Test
  void rawControlCharactersAreEscaped() {
    assertEquals(
        "{\"path\":\"a\\nb\\rc\\td\\u0001\"}", arguments("{\"path\":\"a\nb\rc\td\u0001\"}"));
  }

  @Test
  void unknownEscapesBecomeText() {
    assertEquals("{\"path\":\"\\\\q'\"}", arguments("{\"path\":\"\\q\\'\"}"));
    assertEquals("{\"path\":\"\\\\u00'\"}", arguments("{\"path\":\"\\u00'\"}"));
    assertEquals("{\"path\":\"\\\\u0g\"}", arguments("{\"path\":\"\\u0g\"}"));
    assertEquals("{\"path\":\"\\\\u\\n\"}", arguments("{\"path\":\"\\u\\n\"}"));
  }

  @Test
  void knownEscapesStay() {
    String escapes = "{\"path\":\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u0aF9\\u00e9\\uFFff\"}";
    assertEquals(escapes, arguments(escapes));
  }

  @Test
  void commasBeforeAnEndAreRemoved() {
    assertEquals("{\"a\":[1 ], \"b\":2\r\n\t}", arguments("{\"a\":[1, ], \"b\":2,\r\n\t}"));
  }

  @Test
  void whatIsOpenIsClosedIfThatMakesItValid() {
    assertEquals("{\"a\":[{\"b\":1}]}", arguments("{\"a\":[{\"b\":1, "));
    assertEquals("{\"a\":", arguments("{\"a\": "));
    assertEquals("{]", arguments("{]"));
    assertEquals("{\"a\":\"b\\", arguments("{\"a\":\"b\\"));
  }

  @Test
  void nothingIsClosedWhereTheOutputWasCutOff() {
    assertEquals("{\"a\":[1 ", cut("{\"a\":[1, "));
    assertEquals("{\"a\":[1 ", cut("{\"a\":[1 "));
    assertEquals("{\"a\":\"\\u00", cut("{\"a\":\"\\u00"));
  }

  @Test
  void textInQuotesEndsAtItsOwnQuote() {
    assertEquals("\"a\\\"b\\\\\" c\"", arguments("\"a\\\"b\\\\\" c\""));
    assertEquals("a \"b", arguments("a \"b"));
    assertEquals("\"[1]\"", arguments("\"[1]\""));
  }

  @Test
  void blanksMayStandBetweenAStringAndWhatShowsItsEnd() {
    for (String after : List.of(" ,", "\n}", "\r]", "\t:", " \r\n\t}")) {
      String open = "{\"path\":\"a" + CE + "\"" + after;
      assertEquals("a" + CE, firstString(arguments(open)), open);
    }
    assertEquals("a", arguments("{\"path\":\"a" + CE + "\" x").substring(9));
    assertEquals("a", arguments("{\"path\":\"a" + CE + "\"").substring(9));
    assertEquals("a", arguments("{\"path\":\"a" + CE + "\" \n").substring(9));
    assertEquals("a", arguments("{\"path\":\"a" + CE + "\"" + SE).substring(9));
  }

  @Test
  void aMarkerBeforeTheLastQuoteOfTheOutputEndsTheString() {
    for (String end : List.of("\"", "\" ", "")) {
      String output = CB + "Read" + AB + "{\"path\":\"a" + CE + end;
      assertEquals("null | Read {\"path\":\"a", Requests.parse(CONTEXT, output));
    }
  }

  @Test
  void everyMarkerThatEndsACallEndsAnUnfinishedString() {
    for (String marker : List.of(CE, CB, SE)) {
      String output = CB + "Read" + AB + "{\"path\":\"a" + marker;
      assertEquals("null | Read {\"path\":\"a", Requests.parse(CONTEXT, output), marker);
    }
  }

  @Test
  void eachCallOfAnUnfinishedStringEndsAtItsOwnMarker() {
    String output = CB + "Read" + AB + "{\"path\":\"a" + CE + CB + "Read" + AB + "{\"" + CE + SE;
    assertEquals("null | Read {\"path\":\"a | Read {\"", Requests.parse(CONTEXT, output));
  }

  @Test
  void controlTokensOfOtherMeaningAreDataInStringsOnly() {
    List<Pieces.Piece> pieces =
        new ArrayList<>(Requests.tokens("Well" + CB + "Read" + AB).pieces());
    pieces.add(new Pieces.Piece("<|media|>", true));
    pieces.add(new Pieces.Piece("{\"path\":\"a", false));
    pieces.add(new Pieces.Piece("<|media|>", true));
    pieces.add(new Pieces.Piece("\"}", false));
    pieces.add(0, new Pieces.Piece("<|media|>", true));
    ParseContext tokens =
        new ParseContext(
            CONTEXT.tools(), CONTEXT.toolChoice(), true, false, false, true, CONTEXT.usedIds());

    assertEquals(
        "Well | Read {\"path\":\"a<|media|>\"}",
        Requests.describe(Requests.message(new Pieces(pieces), tokens, EndCause.STOP)));
  }

  private static String firstString(String arguments) {
    int from = "{\"path\":\"".length();
    return arguments.substring(from, arguments.indexOf('"', from));
  }

  private static String arguments(String output) {
    return Requests.parse(CONTEXT, CB + "Read" + AB + output + CE)
        .substring("null | Read ".length());
  }

  private static String cut(String output) {
    Pieces pieces = Pieces.text(CB + "Read" + AB + output);
    return Requests.describe(Requests.message(pieces, CONTEXT, EndCause.LENGTH))
        .substring("null | Read ".length());
  }
}
