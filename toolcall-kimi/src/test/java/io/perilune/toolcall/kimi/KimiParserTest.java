package io.perilune.toolcall.kimi;

import static io.perilune.toolcall.kimi.Requests.AB;
import static io.perilune.toolcall.kimi.Requests.BASH;
import static io.perilune.toolcall.kimi.Requests.CB;
import static io.perilune.toolcall.kimi.Requests.CE;
import static io.perilune.toolcall.kimi.Requests.IM;
import static io.perilune.toolcall.kimi.Requests.READ;
import static io.perilune.toolcall.kimi.Requests.SB;
import static io.perilune.toolcall.kimi.Requests.SE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import io.perilune.toolcall.EndCause;
import io.perilune.toolcall.FinishReason;
import io.perilune.toolcall.GeneratedMessage;
import io.perilune.toolcall.ParseContext;
import io.perilune.toolcall.ToolCall;
import io.perilune.toolcall.ToolChoice;
import io.perilune.toolcall.testkit.Pieces;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class KimiParserTest {
  private static final ParseContext BOTH = Requests.of(READ, BASH);

  @Test
  void aHeaderWithoutArgumentsIsACallIfItNamesATool() {
    assertEquals("null | Read {}", parse(SB + CB + "functions.Read:0" + CE + SE));
    assertEquals("", parse(SB + CB + "functions.Other:0" + CE + SE));
    assertEquals("null | Read {}", parse(SB + "functions.Read:0" + CE + SE));
    assertEquals("", parse(SB + CB + "functions.Read:0"));
  }

  @Test
  void anotherCallBeginRestartsTheHeader() {
    assertEquals("null | Bash {}", parse(CB + "functions.Read:0" + CB + "Bash" + AB + "{}" + CE));
  }

  @Test
  void withoutCallBeginTheLastWordIsTheHeader() {
    assertEquals("Now | Read {}", parse("Now Read:3 " + AB + "{}" + CE));
    assertEquals("Now what{}", parse("Now what" + AB + "{}"));
    assertEquals("null | Read {}", parse(SB + "so Read:3" + AB + "{}" + SE));
    assertEquals("null | Read {} | Bash {}", parse(CB + "Read" + AB + "{}Bash:1" + AB + "{}"));
  }

  @Test
  void onlyTheFirstCallIsReturnedIfOneIsWanted() {
    ParseContext single =
        new ParseContext(
            List.of(READ), new ToolChoice.Auto(), false, false, false, false, Set.of());
    assertEquals(
        "null | Read {\"path\":\"a\"}",
        Requests.parse(
            single, SB + call("Read", 0, "{\"path\":\"a\"}") + call("Read", 1, "{}") + SE));
  }

  @Test
  void callsAreRecognisedButNotReturnedWhereTheyAreOff() {
    ParseContext none =
        new ParseContext(List.of(READ), new ToolChoice.None(), true, false, false, false, Set.of());
    GeneratedMessage message =
        Requests.message(
            Pieces.text("Fine. functions.Read:0{} " + call("Read", 0, "{}") + "more"),
            none,
            EndCause.STOP);

    assertEquals("Fine. functions.Read:0{}", Requests.describe(message));
    assertEquals(FinishReason.STOP, message.finishReason());
  }

  @Test
  void aSectionWithoutCallGivesItsTextBack() {
    assertEquals(
        "Hm.\nNo tool.\nReally. Ok",
        parse("Hm. " + section("No tool. ") + "\n" + section(" Really.") + " Ok"));
    assertEquals("only", parse(section(" only ")));
    assertEquals("Hm.", parse("Hm. " + section(" ")));
  }

  @Test
  void aMarkerInAStringIsDataOnlyIfTheStringGoesOn() {
    assertEquals(
        "null | Read {\"path\":\"" + CE + CB + "\"}",
        parse(CB + "Read" + AB + "{\"path\":\"" + CE + CB + "\"}" + CE));
    assertEquals(
        "null | Read {\"path\":\"a | Bash {\"command\":\"b\"}",
        parse(CB + "Read" + AB + "{\"path\":\"a" + CE + CB + "Bash" + AB + "{\"command\":\"b\"}"));
    assertEquals(
        "null | Read {\"path\":\"a", parse(CB + "Read" + AB + "{\"path\":\"a" + CE + SE + IM));
    assertEquals(
        "null | Read {\"path\":\"" + IM + AB + "\"}",
        parse(CB + "Read" + AB + "{\"path\":\"" + IM + AB + "\"}" + CE));
  }

  @Test
  void aMarkerInDoublyEncodedArgumentsIsData() {
    assertEquals(
        "null | Read {\"path\":\"" + CE + "\"}",
        parse(CB + "Read" + AB + "\"{\\\"path\\\":\\\"" + CE + "\\\"}\"" + CE + SE));
  }

  @Test
  void whatBeginsInCodeIsNoCallEvenIfTheCodeEndsBeforeItsArguments() {
    String simple = "`functions.Read:0\n{\"path\": \"a\"}";
    assertEquals(simple, parse(simple));
    assertEquals(
        "`<tool_call> | Read {\"path\": \"a\"}",
        parse(
            "`<tool_call>\n<invoke name=\"Read\"><parameter name=\"path\">a</parameter></invoke>"));
  }

  @Test
  void argumentsThatAreNoObjectAreDeliveredRaw() {
    assertEquals("null | Read [1, 2]", parse(CB + "Read" + AB + " [1, 2] " + CE));
    assertEquals("null | Read {}", parse(CB + "Read" + AB + " null " + CE));
    assertEquals("null | Read \"text\"", parse(CB + "Read" + AB + "\"text\"" + CE));
  }

  @Test
  void nothingIsAddedToWhatWasCutOff() {
    GeneratedMessage message =
        Requests.message(Pieces.text(CB + "Read" + AB + "{\"path\":\"a\","), BOTH, EndCause.LENGTH);

    assertEquals("null | Read {\"path\":\"a\"", Requests.describe(message));
    assertEquals(FinishReason.LENGTH, message.finishReason());
  }

  @Test
  void opaqueHeadersAreInferredFromTheArguments() {
    assertEquals(
        "null | Bash {\"command\":\"x\"}", parse(CB + "call_1" + AB + "{\"command\":\"x\"}"));
    assertEquals(
        "null | Read {\"path\": \"x\"}",
        parse(CB + "call_1" + AB + "{\"name\":\"Read\",\"path\":\"x\"}"));
    assertEquals("null | toolu_01_x {\"q\":1}", parse(CB + "toolu_01!x" + AB + "{\"q\":1}" + CE));
    assertEquals("null | unknown {\"q\":1}", parse(CB + "{\"q\":1}" + CE));
    assertEquals("null | img_gen {}", parse(CB + "img_gen:0" + AB + "{}" + CE));
  }

  @Test
  void idsAreUniqueInTheConversation() {
    ParseContext later =
        new ParseContext(
            List.of(READ),
            new ToolChoice.Auto(),
            true,
            false,
            false,
            false,
            Set.of("functions.Read:0", "functions.Read:2"));
    List<ToolCall> calls =
        Requests.message(
                Pieces.text(
                    call("Read", 0, "{}") + call("Read", 5, "{}") + CB + "Read" + AB + "{}"),
                later,
                EndCause.STOP)
            .message()
            .toolCalls();

    assertEquals(
        List.of("functions.Read:3", "functions.Read:5", "functions.Read:4"),
        calls.stream().map(ToolCall::id).toList());
  }

  @Test
  void simpleCallsAreFoundOutsideCodeOnly() {
    assertEquals(
        "Do. | Read {\"path\":\"a\"}", parse("Do.functions.Read:12 \n{\"path\":\"a\",} x"));
    assertEquals("`functions.Read:0{}`", parse("`functions.Read:0{}`"));
    assertEquals("```\nfunctions.Read:0{}\n```", parse("```\nfunctions.Read:0{}\n```"));
    assertEquals("a ` b | Read {}", parse("a ` b\nfunctions.Read:0{}"));
    assertEquals("xfunctions.Read:0{}", parse("xfunctions.Read:0{}"));
    assertEquals("functions.Read{}", parse("functions.Read{}"));
    assertEquals("functions.Read:0 to", parse("functions.Read:0 to"));
    assertEquals("functions. | Read {}", parse("functions.functions.Read:0{}"));
  }

  @Test
  void xmlValuesGetTheTypesOfTheSchema() {
    String invoke =
        """
        <function_calls>
        <invoke name="Read">
        <parameter name="path">
        a</parameter> b
        </parameter>
        <parameter name="limit">10.0</parameter><parameter name="deep"> TRUE </parameter>
        <parameter name="any">1</parameter>
        </invoke>
        </function_calls>\
        """;
    assertEquals(
        "ok | Read {\"path\": \"a</parameter> b\", \"limit\": 10, \"deep\": true, \"any\": \"1\"}",
        parse("ok " + invoke));
    assertEquals(
        "null | Read {\"limit\": null, \"deep\": \"no\"}",
        parse(
            "<invoke name=\"Read\"><parameter name=\"limit\">null</parameter>"
                + "<parameter name=\"deep\">no"));
    assertEquals(
        "<tool_calls><invoke name=\"Other\"></invoke>",
        parse("<tool_calls><invoke name=\"Other\"></invoke>"));
  }

  @Test
  void hermesCallsAreFoundInAnyOrderOfMembers() {
    assertEquals(
        "null | Read {\"path\": 1} | Bash {}",
        parse(
            "<tool_call>{\"arguments\": {\"path\":1}, \"name\": \"Read\"}</tool_call>\n"
                + "<tool_call>{\"name\": \"Bash\"}</tool_call>"));
    assertEquals(
        "null | Read {\"path\":\"x\"}",
        parse("<tool_call>{\"name\":\"Read\",\"parameters\":\"{\\\"path\\\":\\\"x\\\"}\"}"));
    assertEquals("<tool_call>{ | Read {}", parse("<tool_call>{functions.Read:0{}"));
    assertEquals("<tool_call>{\"a\":\"b", parse("<tool_call>{\"a\":\"b" + SB));
    String unknown = "<tool_call>\n{\"name\": \"x\", \"arguments\": {}}\n</tool_call>";
    assertEquals(unknown, parse(unknown));
  }

  @Test
  void reasoningBlocksAreJoined() {
    ParseContext tokens = Requests.reasoning(true, READ);
    String output = "<think> a </think> b <think>c</think>d";

    assertEquals(
        "a\nc ~ b d",
        Requests.describe(Requests.message(Requests.tokens(output), tokens, EndCause.STOP)));
    assertEquals("a ~ b <think>cd", Requests.parse(Requests.reasoning(false, READ), output));
    assertEquals("a " + "~ ", Requests.parse(Requests.reasoning(false, READ), "\n<think>a"));
  }

  @Test
  void unfinishedMarkersAtTheEndAreDropped() {
    assertEquals("a", parse("a<|tool_calls_sec"));
    assertEquals("a", parse("a<|im_e"));
    assertEquals("a<|to", parse("a<|to"));
    assertEquals("a", parse("a<|tool_call<|im_e<|im_end|>"));
    assertEquals("a<|tool_call<b", parse("a<|tool_call<b"));
  }

  @Test
  void blanksAfterAPossibleHeaderAreReadInLinearTime() {
    String blanks = "functions.Read:0" + " ".repeat(100_000);
    assertTimeout(
        Duration.ofSeconds(20),
        () -> assertEquals(blanks, Requests.describe(parse(Pieces.text(blanks).cut(1)))));
  }

  private static String call(String name, int index, String arguments) {
    return CB + "functions." + name + ":" + index + AB + arguments + CE;
  }

  private static String section(String text) {
    return SB + text + SE;
  }

  private static GeneratedMessage parse(Pieces output) {
    return Requests.message(output, BOTH, EndCause.STOP);
  }

  private static String parse(String output) {
    return Requests.parse(BOTH, output);
  }
}
