package io.perilune.server.cli;

import io.perilune.gguf.GgufFile;
import io.perilune.inference.benchmark.BenchmarkPlan;
import io.perilune.inference.benchmark.ModelBenchmark;
import io.perilune.inference.kernel.KernelProvider;
import io.perilune.inference.kernel.Kernels;
import io.perilune.inference.kernel.Workers;
import io.perilune.inference.kv.KvCache;
import io.perilune.inference.model.LanguageModel;
import io.perilune.inference.model.LanguageModels;
import io.perilune.inference.model.LoadOptions;
import io.perilune.inference.model.ModelConfig;
import io.perilune.server.engine.ModelFile;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code perilune bench}: measures how fast a model computes. */
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    description = {
      "Measures how fast a model computes: a prompt as a whole, and tokens one",
      "after the other. The server and its engine are not part of it."
    },
    footer = {
      "",
      "Each figure is the median of the repetitions, after some seconds of rehearsal;",
      "in brackets the slowest and the fastest. Close other programs first.",
      "",
      "Examples:",
      "  perilune bench -m model.gguf",
      "  perilune bench -m model.gguf --prompt 0 --generate 128 --depth 8192",
      "  perilune bench -m model.gguf --prompt 0 --streams 8 --json"
    })
@RegisterForReflection
public final class BenchCommand extends FileCommand {
  private static final int MAX_TOKENS = 1 << 20;
  private static final int MAX_STREAMS = 256;
  private static final int MAX_REPETITIONS = 1000;
  private static final int MAX_REHEARSAL_SECONDS = 600;

  @Option(
      names = {"-m", "--model"},
      paramLabel = "FILE",
      description = "The GGUF file; of a split model, any part. Default: the embedded model.")
  private Path source;

  @Option(
      names = {"-p", "--prompt"},
      paramLabel = "N",
      defaultValue = "512",
      description = "Tokens of the prompt, 0 for none. Default: ${DEFAULT-VALUE}.")
  private int prompt;

  @Option(
      names = {"-n", "--generate"},
      paramLabel = "N",
      defaultValue = "128",
      description = "Tokens to generate, 0 for none. Default: ${DEFAULT-VALUE}.")
  private int generate;

  @Option(
      names = {"-d", "--depth"},
      paramLabel = "N",
      defaultValue = "0",
      description = "Tokens that are in the context before. Default: ${DEFAULT-VALUE}.")
  private int depth;

  @Option(
      names = "--streams",
      paramLabel = "N",
      defaultValue = "1",
      description = "Sequences that generate side by side. Default: ${DEFAULT-VALUE}.")
  private int streams;

  @Option(
      names = "--chunk",
      paramLabel = "N",
      defaultValue = "512",
      description = "The most prompt tokens in one pass. Default: ${DEFAULT-VALUE}.")
  private int chunk;

  @Option(
      names = {"-r", "--repetitions"},
      paramLabel = "N",
      defaultValue = "5",
      description = "How often each is measured. Default: ${DEFAULT-VALUE}.")
  private int repetitions;

  @Option(
      names = "--rehearsal",
      paramLabel = "S",
      defaultValue = "3",
      description =
          "Seconds in which each is tried before, so that it is compiled. Default:"
              + " ${DEFAULT-VALUE}.")
  private int rehearsal;

  @Option(
      names = {"-t", "--threads"},
      paramLabel = "N",
      description = "Threads that compute. Default: one for each core.")
  private Integer threads;

  @Option(
      names = "--kv-cache-type",
      paramLabel = "T",
      defaultValue = "F16",
      description = "How keys and values are stored: ${COMPLETION-CANDIDATES}. Default: F16.")
  private KvCache.Precision precision;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  private BenchCommand() {}

  @Override
  void work() throws IOException {
    BenchmarkPlan plan = plan();
    Kernels kernels = KernelProvider.fastest();
    GgufFile file = source == null ? ModelFile.openDemo() : ModelFile.open(source);
    plan.requireContext(ModelConfig.read(file).contextLength());
    try (file;
        Workers workers = new Workers(threadCount())) {
      LoadOptions options = new LoadOptions(plan.batchCapacity(), plan.streams());
      try (LanguageModel model = LanguageModels.load(file, kernels, workers, options)) {
        BenchmarkReport report =
            new BenchmarkReport(
                file.name(),
                kernels.name(),
                workers.threads(),
                plan,
                ModelBenchmark.run(model, plan));
        spec().commandLine().getOut().println(json ? report.json() : report.text());
      }
    } catch (OutOfMemoryError e) {
      throw new IllegalArgumentException(
          "The benchmark needs more memory than there is; choose a smaller --chunk or --streams.",
          e);
    }
  }

  private BenchmarkPlan plan() {
    OptionRange.require(spec(), "--prompt", prompt, 0, MAX_TOKENS);
    OptionRange.require(spec(), "--generate", generate, 0, MAX_TOKENS);
    OptionRange.require(spec(), "--depth", depth, 0, MAX_TOKENS);
    OptionRange.require(spec(), "--streams", streams, 1, MAX_STREAMS);
    OptionRange.require(spec(), "--chunk", chunk, 1, MAX_TOKENS);
    OptionRange.require(spec(), "--repetitions", repetitions, 1, MAX_REPETITIONS);
    OptionRange.require(spec(), "--rehearsal", rehearsal, 0, MAX_REHEARSAL_SECONDS);
    OptionRange.require(spec(), "--threads", threads, 1, Workers.MAX_THREADS);
    int pass = Math.clamp(Math.max(prompt, depth), 1, chunk);
    return new BenchmarkPlan(
        prompt,
        generate,
        depth,
        streams,
        pass,
        repetitions,
        Duration.ofSeconds(rehearsal),
        precision);
  }

  private int threadCount() {
    return threads == null ? Runtime.getRuntime().availableProcessors() : threads;
  }
}
