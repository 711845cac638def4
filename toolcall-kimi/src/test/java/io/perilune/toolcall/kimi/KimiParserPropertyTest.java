package io.perilune.toolcall.kimi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.perilune.toolcall.EndCause;
import io.perilune.toolcall.FinishReason;
import io.perilune.toolcall.GeneratedMessage;
import io.perilune.toolcall.ParseContext;
import io.perilune.toolcall.ToolCall;
import io.perilune.toolcall.ToolChoice;
import io.perilune.toolcall.ToolDefinition;
import io.perilune.toolcall.json.JsonReader;
import io.perilune.toolcall.testkit.Fragments;
import io.perilune.toolcall.testkit.Pieces;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class KimiParserPropertyTest {
  private static final List<ToolDefinition> TOOLS =
      List.of(Requests.READ, Requests.BASH, Requests.tool("functions.a.b-c", "{}"));

  /** What outputs of this format are made of, besides its markers. */
  private static final List<String> FRAGMENTS =
      List.of(
          "functions.Read:0",
          "functions_Bash_2",
          "functionsRead",
          "Bash:1",
          "functions.functions.a.b-c:7",
          "functions.nope:1",
          "<|tool",
          "<|im_",
          "<tool_call>",
          "</tool_call>",
          "<function_calls>",
          "<invoke name=\"Read\">",
          "<invoke name=\"",
          "</invoke>",
          "<parameter name=\"path\">",
          "</parameter>");

  @Property(tries = 500)
  void anUnfinishedMarkerAtTheEndChangesNothing(
      @ForAll("outputs") String output,
      @ForAll("contexts") ParseContext context,
      @ForAll("beginnings") String beginning,
      @ForAll EndCause cause) {
    ParseContext textMode =
        new ParseContext(
            TOOLS,
            context.toolChoice(),
            true,
            context.reasoning(),
            context.thinkOpen(),
            false,
            Set.of());

    assertEquals(
        Requests.message(Pieces.text(output), textMode, cause),
        Requests.message(Pieces.text(output + beginning), textMode, cause));
  }

  @Property(tries = 1000)
  void callsAreWellFormed(
      @ForAll("outputs") String output,
      @ForAll("contexts") ParseContext context,
      @ForAll EndCause cause) {
    GeneratedMessage message = Requests.message(Pieces.text(output), context, cause);
    List<ToolCall> calls = message.message().toolCalls();
    Set<String> ids = new HashSet<>(context.usedIds());

    for (ToolCall call : calls) {
      assertTrue(ids.add(call.id()), call.id());
      assertTrue(call.id().startsWith("functions." + call.name() + ":"), call.toString());
      assertFalse(call.name().isEmpty());
      assertFalse(call.arguments().isEmpty());
    }
    assertTrue(context.active() || calls.isEmpty());
    assertTrue(context.parallelToolCalls() || calls.size() <= 1);
    FinishReason otherwise = calls.isEmpty() ? FinishReason.STOP : FinishReason.TOOL_CALLS;
    assertEquals(
        cause == EndCause.LENGTH ? FinishReason.LENGTH : otherwise, message.finishReason());
  }

  @Property(tries = 500)
  void validArgumentsPassUnchanged(@ForAll("objects") String object) {
    String output = Requests.CB + "functions.Read:0" + Requests.AB + object + Requests.CE;
    GeneratedMessage message =
        Requests.message(Pieces.text(output).cut(3), Requests.of(Requests.READ), EndCause.STOP);

    assertEquals(object, message.message().toolCalls().getFirst().arguments());
    assertTrue(JsonReader.tryRead(object).isPresent());
  }

  @Provide
  Arbitrary<String> outputs() {
    List<String> fragments = new ArrayList<>(FRAGMENTS);
    fragments.addAll(Fragments.of("Read", "Bash", "path"));
    fragments.addAll(Requests.MARKERS);
    fragments.addAll(Requests.MARKERS);
    return Arbitraries.of(fragments).list().ofMaxSize(25).map(parts -> String.join("", parts));
  }

  @Provide
  Arbitrary<String> beginnings() {
    Arbitrary<String> markers =
        Arbitraries.of(Requests.MARKERS).filter(marker -> !marker.endsWith("think>"));
    return markers.flatMap(
        text ->
            Arbitraries.integers().between(6, text.length() - 1).map(n -> text.substring(0, n)));
  }

  @Provide
  Arbitrary<ParseContext> contexts() {
    Arbitrary<ToolChoice> choices =
        Arbitraries.of(new ToolChoice.Auto(), new ToolChoice.Auto(), new ToolChoice.None());
    Arbitrary<Boolean> flags = Arbitraries.of(true, false);
    return Combinators.combine(choices, flags, flags, flags, flags)
        .as(
            (choice, parallel, reasoning, thinkOpen, tokens) ->
                new ParseContext(
                    TOOLS,
                    choice,
                    parallel,
                    reasoning,
                    thinkOpen,
                    tokens,
                    Set.of("functions.Read:0")));
  }

  @Provide
  Arbitrary<String> objects() {
    Arbitrary<String> strings =
        Arbitraries.of("a", "\\\"", "\\\\", "}", "{", ",", "]", " ", "\\u00e9", "🌍", Requests.CE)
            .list()
            .ofMaxSize(8)
            .map(parts -> "\"" + String.join("", parts) + "\"");
    Arbitrary<String> values =
        Arbitraries.oneOf(
            strings,
            Arbitraries.of("1", "-2.5e3", "true", "null", "[]", "[1, {\"a\": [ ]}]", "{ }"));
    return Combinators.combine(strings, values)
        .as((name, value) -> name + " : " + value)
        .list()
        .ofMaxSize(4)
        .map(members -> "{" + String.join(" ,\n", members) + "}");
  }
}
