package io.perilune.server.engine;

import io.perilune.demo.DemoModel;
import io.perilune.gguf.GgufFile;
import io.perilune.gguf.GgufFormatException;
import io.perilune.gguf.GgufMetadata;
import io.perilune.inference.engine.Engine;
import io.perilune.inference.engine.EngineOptions;
import io.perilune.inference.engine.LocalEngine;
import io.perilune.inference.kernel.KernelProvider;
import io.perilune.inference.kernel.Kernels;
import io.perilune.inference.kernel.Workers;
import io.perilune.inference.kv.PrefixFile;
import io.perilune.inference.model.LanguageModels;
import io.perilune.inference.model.LoadOptions;
import io.perilune.inference.model.ModelConfig;
import io.perilune.inference.model.ModelDigest;
import io.perilune.inference.tokenizer.Tokenizer;
import io.perilune.inference.tokenizer.Tokenizers;
import io.perilune.server.chat.PromptMaker;
import io.perilune.server.chat.ReasoningMemory;
import io.perilune.server.chat.SamplingSettings;
import io.perilune.server.chat.ServedModel;
import io.perilune.server.config.PeriluneConfig;
import io.perilune.server.constraint.OutputConstraints;
import io.perilune.server.plugin.Extensions;
import io.perilune.toolcall.ToolCallFormat;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.DoubleConsumer;

/** Loads a GGUF file, or the embedded demonstration model, and the engine that runs it. */
final class LocalModelSource implements ModelSource {
  private final PeriluneConfig config;

  LocalModelSource(PeriluneConfig config) {
    this.config = config;
  }

  @Override
  public ServedModel load(DoubleConsumer progress) {
    GgufFile.Storage storage = config.mmap() ? GgufFile.Storage.MAPPED : GgufFile.Storage.IN_MEMORY;
    GgufFile file =
        config.model().map(path -> ModelFile.open(path, storage)).orElseGet(ModelFile::openDemo);
    Workers workers =
        new Workers(config.threads().orElse(Runtime.getRuntime().availableProcessors()));
    boolean loaded = false;
    try {
      ServedModel model = load(file, workers, progress);
      loaded = true;
      return model;
    } catch (GgufFormatException | IllegalArgumentException e) {
      throw new ModelLoadException(e.getMessage(), e);
    } finally {
      if (!loaded) {
        workers.close();
        file.close();
      }
    }
  }

  private ServedModel load(GgufFile file, Workers workers, DoubleConsumer progress) {
    GgufMetadata metadata = file.metadata();
    MemoryPlan memory = MemoryPlan.of(ModelConfig.read(file), config);
    Tokenizer tokenizer = Tokenizers.of(metadata);
    Extensions extensions = ExtensionFolder.read(config.plugins());
    PromptMaker prompts =
        ModelPrompts.of(metadata, tokenizer, TemplateSettings.of(config), extensions);
    ToolCallFormat format = prompts.format();
    SamplingSettings sampling =
        SamplingSources.combine(config.sampling(), metadata, format.samplingAdvice());
    Kernels kernels = KernelProvider.fastest();
    Engine engine = limited(startEngine(file, kernels, workers, memory, progress));
    return new ServedModel(
        config.alias().orElseGet(this::defaultNames),
        engine,
        tokenizer,
        prompts.templates(),
        format,
        extensions,
        Instant.now(),
        kernels.name(),
        new OutputConstraints(tokenizer),
        config.constrainAuto(),
        sampling,
        new ReasoningMemory(),
        file::changeInPlace,
        () -> {
          engine.close();
          workers.close();
        });
  }

  private Engine limited(Engine engine) {
    OptionalInt seconds = config.requestTimeout();
    return seconds.isEmpty()
        ? engine
        : new TimedEngine(engine, Duration.ofSeconds(seconds.getAsInt()));
  }

  private LocalEngine startEngine(
      GgufFile file, Kernels kernels, Workers workers, MemoryPlan memory, DoubleConsumer progress) {
    EngineOptions options =
        new EngineOptions(
            config.parallel(),
            config.queue(),
            EngineOptions.DEFAULT_PREFILL_CHUNK,
            memory.contextLength(),
            memory.cacheTokens(),
            MemoryPlan.precision(config),
            EngineOptions.DEFAULT_ANSWER_RESERVE,
            EngineOptions.DEFAULT_READ_AHEAD,
            config.draftMax(),
            EngineOptions.DEFAULT_WARM_UP);
    LoadOptions.Progress layers = (done, total) -> progress.accept((double) done / total);
    LoadOptions loading =
        new LoadOptions(options.batchCapacity(), options.logitsCapacity(), layers);
    try {
      return new LocalEngine(
          LanguageModels.load(file, kernels, workers, loading),
          options,
          config.prefixCacheFile().map(path -> new PrefixFile(path, ModelDigest.of(file))));
    } catch (OutOfMemoryError e) {
      throw new ModelLoadException(
          "A context of "
              + memory.contextLength()
              + " tokens and "
              + options.slots()
              + " answers at a time need more memory than there is; choose a smaller --ctx-size or"
              + " --parallel.",
          e);
    }
  }

  private List<String> defaultNames() {
    return List.of(config.model().map(LocalModelSource::stem).orElse(DemoModel.NAME));
  }

  /** The file's name without its ending and, of a split model, without the part's number. */
  private static String stem(Path file) {
    String name = file.getFileName().toString();
    name = name.endsWith(".gguf") ? name.substring(0, name.length() - ".gguf".length()) : name;
    int of = name.lastIndexOf("-of-");
    int part = of < 0 ? -1 : name.lastIndexOf('-', of - 1);
    return part > 0 && isNumber(name.substring(part + 1, of)) && isNumber(name.substring(of + 4))
        ? name.substring(0, part)
        : name;
  }

  private static boolean isNumber(String text) {
    return !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
  }
}
