package io.perilune.benchmark;

import io.perilune.template.ChatTemplate;
import io.perilune.template.RenderedPrompt;
import io.perilune.template.SpecialTokens;
import io.perilune.template.TemplateInput;
import io.perilune.toolcall.kimi.KimiTemplateProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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

/** Rendering a long conversation with tools, as before each answer to an agent. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class RenderBenchmark {
  /** A Jinja file; empty for the built-in template of Kimi-K2. */
  @Param("")
  public String template;

  private String source;
  private ChatTemplate compiled;
  private TemplateInput conversation;

  /** Compiles the template, and leaves both inputs in the folder target for other engines. */
  @Setup
  public void prepare() throws IOException {
    source =
        template.isEmpty()
            ? new KimiTemplateProvider().source()
            : Files.readString(Path.of(template));
    compiled = ChatTemplate.compile("benchmark", source, new SpecialTokens("<s>", "</s>"));
    conversation = LongToolConversation.make();
    Files.createDirectories(Path.of("target"));
    Files.writeString(Path.of("target/template.jinja"), source);
    Files.writeString(Path.of("target/conversation.json"), LongToolConversation.json(conversation));
    Files.writeString(Path.of("target/prompt.txt"), compiled.render(conversation).text());
  }

  /** With normalisation, without compiling. */
  @Benchmark
  public RenderedPrompt render() {
    return compiled.render(conversation);
  }

  /** Compiling and finding out what the template can do, as once for each model. */
  @Benchmark
  public ChatTemplate compile() {
    return ChatTemplate.compile("benchmark", source, new SpecialTokens("<s>", "</s>"));
  }
}
