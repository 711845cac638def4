package io.perilune.toolcall.kimi;

import static io.perilune.toolcall.kimi.Requests.BASH;
import static io.perilune.toolcall.kimi.Requests.CB;
import static io.perilune.toolcall.kimi.Requests.CE;
import static io.perilune.toolcall.kimi.Requests.READ;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.perilune.toolcall.EndCause;
import io.perilune.toolcall.ParseContext;
import io.perilune.toolcall.ToolDefinition;
import org.junit.jupiter.api.Test;

/** Calls that are written without markers. */
class KimiPlainCallsTest {
  private static final ParseContext BOTH = Requests.of(READ, BASH);

  @Test
  void noSimpleCallBeginsWithinAnIdentifier() {
    for (String before : new String[] {"x", "7", "_", "$", "é"}) {
      String text = before + "functions.Read:0{}";
      assertEquals(text, parse(text));
    }
    assertEquals("( | Read {}", parse("(functions.Read:0{}"));
  }

  @Test
  void aSimpleCallNeedsAColonAndDigits() {
    assertEquals("functions.Read;0{}", parse("functions.Read;0{}"));
    assertEquals("functions.Read: {}", parse("functions.Read: {}"));
    assertEquals("0{}", parse("0{}"));
    assertEquals("functions.Reader:0{}", parse("functions.Reader:0{}"));
  }

  @Test
  void xmlValuesThatDoNotFitStayText() {
    assertEquals("null | t {\"b\": false}", xml("b", "FALSE"));
    assertEquals("null | t {\"b\": \"yes\"}", xml("b", "yes"));
    assertEquals("null | t {\"b\": 1}", xml("b", "1"));
    assertEquals("null | t {\"i\": 1.5}", xml("i", "1.5"));
    assertEquals("null | t {\"i\": [2]}", xml("i", "[2]"));
    assertEquals("null | t {\"n\": 1.0}", xml("n", "1.0"));
    assertEquals("null | t {\"i\": \"null\"}", xml("s", "null").replace("\"s\"", "\"i\""));
    assertEquals("null | t {\"i\": null}", xml("i", "null"));
    assertEquals("null | t {\"i\": \"\"}", xml("i", "\n"));
    assertEquals("null | t {\"s\": \"\"}", xml("s", "\n\n"));
  }

  @Test
  void xmlParametersMayBeNamedInAnyQuotes() {
    assertEquals("null | t {\"s\": \"v\"}", xmlTag("'s'", "v"));
    assertEquals("null | t {\"s\": \"v\"}", xmlTag("s", "v"));
    assertEquals("null | t {\"s\": \"v\"}", xmlTag("\"s", "v"));
    assertEquals("null | t {\"s\": \"v\"}", xmlTag("\"s\" string=\"true\"", "v"));
  }

  @Test
  void anXmlCallEndsWithTheOutput() {
    String begin = "<invoke name=\"t\"> <parameter name=\"s\">a > b";
    assertEquals("null | t {\"s\": \"a > b\"}", Requests.parse(typed(), begin));
    assertEquals("null | t {\"s\": \"a > b\"}", Requests.parse(typed(), begin + "</parameter>\n"));
    assertEquals("null | t {}", Requests.parse(typed(), "<invoke name=\"t\"> x<b>"));
    assertEquals(
        "null | t {\"s\": \"a > b\"}", Requests.parse(typed(), begin + "</parameter></inv"));
  }

  @Test
  void hermesCallsMayHaveArgumentsOfAnyKind() {
    assertEquals("null | Read 5", parse("<tool_call>{\"arguments\": 5, \"name\": \"Read\"}"));
    assertEquals(
        "null | Read \"x\"", parse("<tool_call>{\"name\": \"Read\", \"arguments\": \"x\"}"));
    assertEquals(
        "null | Read {\"path\": \"a\\\\\"}",
        parse("<tool_call>{\"arguments\": {\"path\": \"a\\\\\"}, \"name\": \"Read\"}"));
  }

  @Test
  void whatIsNoHermesCallIsText() {
    for (String text :
        new String[] {
          "<tool_call>{\"a\" 1, \"b\": 2}",
          "<tool_call>{\"name\": 1, \"arguments\": {}}",
          "<tool_call>{}",
          "<tool_call>{\"a\": x, \"b\": 2}",
          "<tool_call>{\"a\": [1}]}"
        }) {
      assertEquals(text, parse(text));
    }
  }

  @Test
  void aMarkerWithinWhatLooksLikeAHermesCallEndsIt() {
    assertEquals("<tool_call>{\"a\": | Read {}", parse("<tool_call>{\"a\":" + CB + "Read" + CE));
    assertEquals("<tool_call>{\"a\":1}", parse("<tool_call>{\"a\":" + CE + "1}"));
  }

  @Test
  void afterACallThereIsNoMoreReasoning() {
    ParseContext tokens = Requests.reasoning(true, READ);
    assertEquals(
        "a ~ null | Read {}",
        Requests.describe(
            Requests.message(
                Requests.tokens("<think>a" + CB + "Read" + CE + "<think>b</think>c"),
                tokens,
                EndCause.STOP)));
  }

  @Test
  void theBeginningOfAThinkTagIsText() {
    ParseContext context = Requests.reasoning(false, READ);
    assertEquals("a ~ b</thin", Requests.parse(context, "<think>a</think>b</thin"));
  }

  private static ToolDefinition tool() {
    return Requests.tool(
        "t",
        """
        {"properties": {"b": {"type": "boolean"}, "i": {"type": ["integer", "null"]},
          "n": {"type": ["integer", "number"]}, "s": {"type": "string"}}}\
        """);
  }

  private static ParseContext typed() {
    return Requests.of(tool());
  }

  private static String xml(String parameter, String value) {
    return xmlTag("\"" + parameter + "\"", value);
  }

  private static String xmlTag(String name, String value) {
    return Requests.parse(
        typed(),
        "<invoke name=\"t\"><parameter name=" + name + ">" + value + "</parameter></invoke>");
  }

  private static String parse(String output) {
    return Requests.parse(BOTH, output);
  }
}
