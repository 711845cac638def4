package io.perilune.toolcall.kimi;

import static io.perilune.toolcall.kimi.Requests.AB;
import static io.perilune.toolcall.kimi.Requests.CB;
import static io.perilune.toolcall.kimi.Requests.CE;
import static io.perilune.toolcall.kimi.Requests.SB;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.perilune.toolcall.EndCause;
import io.perilune.toolcall.ParseContext;
import io.perilune.toolcall.ToolCall;
import io.perilune.toolcall.ToolDefinition;
import io.perilune.toolcall.testkit.Pieces;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which tool a header means, and which id the call gets. */
class KimiHeadersTest {
  private static final ToolDefinition GET = Requests.tool("get", "{}");
  private static final ToolDefinition GET_2 = Requests.tool("get_2", "{}");
  private static final ToolDefinition FUNCTIONS = Requests.tool("functions", "{}");

  @Test
  void theLongestNameThatFitsCounts() {
    assertEquals("get_2", tool("get_2", GET, GET_2));
    assertEquals("get_2", tool("get_2", GET_2, GET));
    assertEquals("get_2", tool("functions_get_2_0", GET, GET_2));
    assertEquals("get", tool("get_3", GET, GET_2));
  }

  @Test
  void thePrefixAloneMayBeAName() {
    assertEquals("functions", tool("functions", FUNCTIONS, GET));
    assertEquals("functions", tool("functions:0", FUNCTIONS, GET));
  }

  @Test
  void namesOfToolsNotOfferedAreKeptWhereTheyAreClear() {
    assertEquals("img.gen-2", tool("functions.img.gen-2:0", GET, GET_2));
    assertEquals("img.gen-2", tool("img.gen-2:0", GET, GET_2));
    assertEquals("functions.", tool("functions.:0", GET, GET_2));
    assertEquals("what ever", tool("functions.what ever:1", GET, GET_2));
  }

  @Test
  void headersThatNameNothingBecomeNames() {
    assertEquals("_0", tool(":0", GET, GET_2));
    assertEquals("1a_0", tool("1a:0", GET, GET_2));
    assertEquals("a_b_0", tool("a b:0", GET, GET_2));
    assertEquals("a_x", tool("a:x", GET, GET_2));
    assertEquals("a_", tool("a:", GET, GET_2));
    assertEquals("_".repeat(64), tool("!".repeat(80), GET, GET_2));
  }

  @Test
  void moreDigitsThanAnIndexHasAreNone() {
    assertEquals("get", tool("get:" + "1".repeat(18), GET, GET_2));
    assertEquals("get", tool("get:" + "1".repeat(19), GET, GET_2));
    assertEquals("get" + "1".repeat(19), tool("get" + "1".repeat(19), GET, GET_2));
    String simple = "functions.get:" + "1".repeat(19) + "{}";
    assertEquals(simple, Requests.parse(Requests.of(GET), simple));
  }

  @Test
  void theHeaderIsTheIdOnlyInItsCanonicalForm() {
    assertEquals("functions.get:7", id("functions.get:7"));
    assertEquals("functions.get:0", id("get:7"));
    assertEquals("functions.get:0", id("functions.get:"));
    assertEquals("functions.get:0", id("functions.get:x"));
    assertEquals("functions.functions.get::7", id("functions.functions.get::7"));
  }

  @Test
  void whatMayBecomeAHeaderAtTheEndOfASectionIsNone() {
    ParseContext context = Requests.of(GET);

    assertEquals("", Requests.parse(context, SB + "functions.ge"));
    assertEquals("gone", Requests.parse(context, SB + "gone"));
    assertEquals("a word", Requests.parse(context, SB + "a word"));
  }

  private static String tool(String header, ToolDefinition... tools) {
    return call(Requests.of(tools), header).name();
  }

  private static String id(String header) {
    return call(Requests.of(GET), header).id();
  }

  private static ToolCall call(ParseContext context, String header) {
    List<ToolCall> calls =
        Requests.message(Pieces.text(CB + header + AB + "{\"q\": 1}" + CE), context, EndCause.STOP)
            .message()
            .toolCalls();
    assertEquals(1, calls.size());
    return calls.getFirst();
  }
}
