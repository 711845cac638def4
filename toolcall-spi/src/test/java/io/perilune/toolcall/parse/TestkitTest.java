package io.perilune.toolcall.parse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.perilune.toolcall.EndCause;
import io.perilune.toolcall.FinishReason;
import io.perilune.toolcall.ModelDescriptor;
import io.perilune.toolcall.ParseContext;
import io.perilune.toolcall.ToolCallFormat;
import io.perilune.toolcall.ToolCallParser;
import io.perilune.toolcall.ToolCallSink;
import io.perilune.toolcall.ToolChoice;
import io.perilune.toolcall.ToolDefinition;
import io.perilune.toolcall.json.JsonValue.JsonObject;
import io.perilune.toolcall.testkit.CaseChecker;
import io.perilune.toolcall.testkit.CheckingSink;
import io.perilune.toolcall.testkit.ToolCallCase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The test kit finds what is wrong. */
class TestkitTest {
  private static final List<String> TOKENS = List.of(TinyFormat.CALL, TinyFormat.END);

  @TempDir Path folder;

  @Test
  void aRightMessagePasses() throws IOException {
    ToolCallCase single = read("f", "{\"a\": 1}");

    assertEquals(Optional.empty(), new CaseChecker(new TinyFormat(), TOKENS).inTextMode(single));
    assertEquals(Optional.empty(), new CaseChecker(new TinyFormat(), TOKENS).inTokenMode(single));
  }

  @Test
  void anotherMessageIsFound() throws IOException {
    CaseChecker checker = new CaseChecker(new TinyFormat(), TOKENS);

    assertTrue(checker.inTextMode(read("g", "{\"a\": 1}")).isPresent());
    assertTrue(checker.inTextMode(read("f", "{\"a\": 2}")).isPresent());
    assertTrue(checker.inTextMode(read("f", "\"{\\\"a\\\":1}\"")).isPresent());
  }

  @Test
  void aParserThatDependsOnTheCutsIsFound() throws IOException {
    CaseChecker checker = new CaseChecker(new Forgetful(), TOKENS);

    assertTrue(checker.inTextMode(read("f", "{\"a\": 1}")).orElseThrow().contains("¦"));
  }

  @Test
  void aParserThatTakesSpelledMarkersForTokensIsFound() throws IOException {
    CaseChecker checker = new CaseChecker(new Credulous(), TOKENS);

    assertTrue(checker.withMarkersAsData(read("f", "{\"a\": 1}")).isPresent());
  }

  @Test
  void eventsThatNoClientCouldTakeAreRefused() {
    List<Consumer<CheckingSink>> faults =
        List.of(
            sink -> sink.content(""),
            sink -> sink.content("a\uD83C"),
            sink -> sink.reasoning("not asked for"),
            sink -> sink.callStart(1, "a", "f"),
            sink -> sink.callStart(0, "used", "f"),
            sink -> sink.callStart(0, " ", "f"),
            sink -> sink.callStart(0, "a", ""),
            sink -> sink.arguments(0, "{}"),
            sink -> sink.callEnd(0),
            sink -> sink.message(FinishReason.TOOL_CALLS));
    for (Consumer<CheckingSink> fault : faults) {
      CheckingSink sink = new CheckingSink(context());
      assertThrows(IllegalStateException.class, () -> fault.accept(sink));
    }
  }

  /** The output is always the same: a word, then a call of f with a = 1. */
  private ToolCallCase read(String expectedName, String expectedArguments) throws IOException {
    Path file = folder.resolve("cases.jsonl");
    Files.writeString(
        file,
        """
        {"name": "x", "tools": [{"type": "function", "function": {"name": "f"}}], \
        "input": "Well. <|call|>f{\\"a\\": 1}<|end|>", "expected": {"content": "Well.", \
        "reasoning_content": null, "finish_reason": "tool_calls", \
        "tool_calls": [{"id": null, "name": "%s", "arguments": %s}]}}
        """
            .formatted(expectedName, expectedArguments));
    return ToolCallCase.readAll(file).getFirst();
  }

  private static ParseContext context() {
    return new ParseContext(
        List.of(new ToolDefinition("f", JsonObject.EMPTY, JsonObject.EMPTY)),
        new ToolChoice.Auto(),
        true,
        false,
        false,
        false,
        Set.of("used"));
  }

  /** Loses pieces of one character. */
  private static final class Forgetful extends Changed {
    @Override
    void accept(ToolCallParser parser, String text, boolean control, ToolCallSink sink) {
      if (text.length() > 1) {
        parser.accept(text, control, sink);
      }
    }
  }

  /** Looks for markers in ordinary text although it knows the control tokens. */
  private static final class Credulous extends Changed {
    @Override
    public ToolCallParser newParser(ParseContext request) {
      return super.newParser(
          new ParseContext(
              request.tools(), request.toolChoice(), true, false, false, false, request.usedIds()));
    }

    @Override
    void accept(ToolCallParser parser, String text, boolean control, ToolCallSink sink) {
      parser.accept(text, control, sink);
    }
  }

  /** The tiny format with a parser that is not quite its own. */
  private abstract static class Changed implements ToolCallFormat {
    abstract void accept(ToolCallParser parser, String text, boolean control, ToolCallSink sink);

    @Override
    public String id() {
      return "changed";
    }

    @Override
    public int score(ModelDescriptor model) {
      return 0;
    }

    @Override
    public ToolCallParser newParser(ParseContext context) {
      ToolCallParser parser = new TinyFormat().newParser(context);
      return new ToolCallParser() {
        @Override
        public void accept(String text, boolean control, ToolCallSink sink) {
          Changed.this.accept(parser, text, control, sink);
        }

        @Override
        public FinishReason end(EndCause cause, ToolCallSink sink) {
          return parser.end(cause, sink);
        }
      };
    }
  }
}
