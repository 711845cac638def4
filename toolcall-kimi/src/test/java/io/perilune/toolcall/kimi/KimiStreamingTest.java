package io.perilune.toolcall.kimi;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.perilune.toolcall.EndCause;
import io.perilune.toolcall.ParseContext;
import io.perilune.toolcall.ToolCallParser;
import io.perilune.toolcall.ToolCallSink;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What goes out after each piece: nothing waits without need. */
class KimiStreamingTest {
  private static final ParseContext CONTEXT = Requests.of(Requests.READ, Requests.BASH);

  private final List<String> events = new ArrayList<>();
  private final ToolCallParser parser = new KimiFormat().newParser(CONTEXT);

  @Test
  void wordsThatAreNoToolPassAtOnce() {
    assertEquals(List.of("content Hel"), after("Hel"));
    assertEquals(List.of("content lo"), after("lo"));
    assertEquals(List.of(), after(" "));
    assertEquals(List.of("content  wor"), after("wor"));
  }

  @Test
  void aWordThatMayBeAHeaderWaits() {
    assertEquals(List.of("content Use"), after("Use"));
    assertEquals(List.of(), after(" Re"));
    assertEquals(List.of(), after("ad:"));
    assertEquals(List.of("content  Read: it"), after(" it"));
  }

  @Test
  void thePossibleBeginningOfAPlainCallWaits() {
    assertEquals(List.of("content x."), after("x.functions.Rea"));
    assertEquals(List.of("content functions.Reason"), after("son"));
    assertEquals(List.of("content  a"), after(" a<tool_ca"));
    assertEquals(List.of("content <tool_cake"), after("ke"));
  }

  @Test
  void aNameWithoutDigitsBeforeABlankIsNoCall() {
    assertEquals(List.of("content functions.Read:"), after("functions.Read: "));
    assertEquals(List.of("content  x"), after("x"));
  }

  @Test
  void theNameIsSentBeforeTheArguments() {
    after("Ok " + Requests.SB + Requests.CB + "functions.Read:0");
    assertEquals(List.of("start 0 functions.Read:0 Read"), after(Requests.AB));
    assertEquals(List.of("arguments 0 {\"path\":\"a"), after("{\"path\":\"a"));
    assertEquals(List.of("arguments 0 b"), after("b\\"));
    assertEquals(List.of("arguments 0 \\\"c"), after("\"c"));
    assertEquals(List.of("arguments 0 \""), after("\", "));
    assertEquals(List.of("arguments 0  }", "end 0"), after("}"));
    assertEquals(List.of(), after(Requests.CE + Requests.SE + " x"));
  }

  @Test
  void aMarkerInAStringWaitsForTheEndOfTheString() {
    after(Requests.CB + "Read" + Requests.AB + "{\"path\":\"");
    assertEquals(List.of(), after(Requests.CE + " more"));
    assertEquals(List.of(), after("\""));
    assertEquals(List.of("arguments 0 " + Requests.CE + " more\"}", "end 0"), after("}"));
  }

  @Test
  void anOpaqueHeaderWaitsForItsArguments() {
    after(Requests.CB + "call_1" + Requests.AB + "{\"command\":\"ls\"");
    assertEquals(
        List.of("start 0 functions.Bash:0 Bash", "arguments 0 {\"command\":\"ls\"}", "end 0"),
        after("}"));
  }

  @Test
  void xmlParametersAreSentOneByOne() {
    assertEquals(
        List.of("start 0 functions.Read:0 Read", "arguments 0 {"), after("<invoke name=\"Read\">"));
    assertEquals(
        List.of("arguments 0 \"path\": \"x\""),
        after("<parameter name=\"path\">x</parameter><parameter name="));
    parser.end(EndCause.STOP, sink());
    assertEquals(List.of("arguments 0 }", "end 0"), events);
  }

  private List<String> after(String piece) {
    events.clear();
    parser.accept(piece, false, sink());
    return List.copyOf(events);
  }

  private ToolCallSink sink() {
    events.clear();
    return new ToolCallSink() {
      @Override
      public void reasoning(String text) {
        events.add("reasoning " + text);
      }

      @Override
      public void content(String text) {
        events.add("content " + text);
      }

      @Override
      public void callStart(int index, String id, String name) {
        events.add("start " + index + " " + id + " " + name);
      }

      @Override
      public void arguments(int index, String text) {
        events.add("arguments " + index + " " + text);
      }

      @Override
      public void callEnd(int index) {
        events.add("end " + index);
      }
    };
  }
}
