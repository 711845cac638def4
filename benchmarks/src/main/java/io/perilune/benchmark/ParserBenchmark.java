package io.perilune.benchmark;

import io.perilune.toolcall.EndCause;
import io.perilune.toolcall.ParseContext;
import io.perilune.toolcall.ToolCallFormat;
import io.perilune.toolcall.ToolCallFormats;
import io.perilune.toolcall.ToolCallParser;
import io.perilune.toolcall.ToolCallSink;
import io.perilune.toolcall.ToolChoice;
import io.perilune.toolcall.ToolDefinition;
import io.perilune.toolcall.json.JsonReader;
import io.perilune.toolcall.json.JsonValue.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/**
 * Parsing what a model writes, in pieces of the length of a token. The time for one output of 1, 2
 * and 4 megabytes shows whether the work is linear; its inverse is the throughput.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class ParserBenchmark {
  private static final int TOKEN_CHARS = 4;
  private static final ToolDefinition TOOL =
      new ToolDefinition(
          "write_file",
          JsonObject.EMPTY,
          (JsonObject) JsonReader.read("{\"properties\": {\"content\": {\"type\": \"string\"}}}"));

  /** The format's id. */
  @Param({"kimi", "hermes", "deepseek"})
  public String format;

  /** Whether the output is the arguments of one call, or text without calls. */
  @Param({"arguments", "text"})
  public String output;

  /** The output's length in millions of characters, each one byte. */
  @Param({"1", "2", "4"})
  public int megabytes;

  private ToolCallFormat parsers;
  private List<String> pieces;
  private ParseContext context;

  /** Writes and cuts the output. */
  @Setup
  public void prepare() {
    parsers =
        ToolCallFormats.load(ParserBenchmark.class.getClassLoader()).byId(format).orElseThrow();
    context =
        new ParseContext(List.of(TOOL), new ToolChoice.Auto(), true, false, false, false, Set.of());
    String words = "for (int i = 0; i < n; i++) { sum += values[i]; }";
    int length = Math.multiplyExact(megabytes, 1_000_000);
    String text = (words + (output.equals("text") ? "\n" : "\\n")).repeat(length / 50);
    String all = output.equals("text") ? text : call("{\"content\": \"" + text + "\"}");
    pieces = new ArrayList<>();
    for (int from = 0; from < all.length(); from += TOKEN_CHARS) {
      pieces.add(all.substring(from, Math.min(all.length(), from + TOKEN_CHARS)));
    }
  }

  /** One whole output. */
  @Benchmark
  public void parse(Blackhole blackhole) {
    ToolCallParser parser = parsers.newParser(context);
    ToolCallSink sink = new BlackholeSink(blackhole);
    for (String piece : pieces) {
      parser.accept(piece, false, sink);
    }
    blackhole.consume(parser.end(EndCause.STOP, sink));
  }

  private String call(String arguments) {
    return switch (format) {
      case "kimi" ->
          "<|tool_call_begin|>functions.write_file:0<|tool_call_argument_begin|>" + arguments;
      case "deepseek" -> "<｜tool▁call▁begin｜>write_file<｜tool▁sep｜>" + arguments;
      default -> "<tool_call>\n{\"name\": \"write_file\", \"arguments\": " + arguments + "}";
    };
  }

  private record BlackholeSink(Blackhole blackhole) implements ToolCallSink {
    @Override
    public void reasoning(String text) {
      blackhole.consume(text);
    }

    @Override
    public void content(String text) {
      blackhole.consume(text);
    }

    @Override
    public void callStart(int index, String id, String name) {
      blackhole.consume(id);
    }

    @Override
    public void arguments(int index, String text) {
      blackhole.consume(text);
    }

    @Override
    public void callEnd(int index) {
      blackhole.consume(index);
    }
  }
}
