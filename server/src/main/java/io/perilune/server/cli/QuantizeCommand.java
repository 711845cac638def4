package io.perilune.server.cli;

import io.perilune.gguf.GgufFile;
import io.perilune.gguf.TensorInfo;
import io.perilune.inference.kernel.Workers;
import io.perilune.inference.quantise.QuantisePlan;
import io.perilune.inference.quantise.Quantiser;
import io.perilune.inference.quantise.TargetType;
import io.perilune.inference.quantise.TypeOverride;
import io.perilune.server.engine.ModelFile;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/** {@code perilune quantize}: writes a model with its weights in other types. */
@Command(
    name = "quantize",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    description = {
      "Writes a model anew, with its weights in another type.",
      "Vectors, norms and the router of experts stay as they are."
    },
    footer = {
      "",
      "Types, with bits per weight:",
      "  F16, BF16  16     half floats; BF16 has the range of F32",
      "  Q8_0        8.5   hardly to be told from F16",
      "  Q6_K        6.56",
      "  Q4_K        4.5   the best of its size",
      "  IQ4_NL      4.5   nearly as good, for rows that are no multiple of 256",
      "  Q4_0        4.5   the simplest",
      "",
      "Blocks of Q4_K and Q6_K have 256 weights, those of Q8_0, IQ4_NL and Q4_0 32.",
      "A matrix whose rows they do not divide gets IQ4_NL in place of Q4_K, Q8_0 in",
      "place of Q6_K, F16 in place of the others.",
      "",
      "Examples:",
      "  perilune quantize bf16.gguf q4_k.gguf --type Q4_K",
      "  perilune quantize kimi-00001-of-00009.gguf kimi-q8_0.gguf --type Q8_0",
      "  perilune quantize bf16.gguf q8_q4.gguf --type Q8_0 --tensor-type _exps=Q4_K"
    })
@RegisterForReflection
public final class QuantizeCommand extends FileCommand {
  /** Reads the name of a type. */
  static final class TypeConverter implements ITypeConverter<TargetType> {
    private TypeConverter() {}

    @Override
    public TargetType convert(String value) {
      try {
        return TargetType.of(value);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(e.getMessage());
      }
    }
  }

  /** Reads names and a type for them. */
  static final class OverrideConverter implements ITypeConverter<TypeOverride> {
    private OverrideConverter() {}

    @Override
    public TypeOverride convert(String value) {
      try {
        return TypeOverride.parse(value);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(e.getMessage());
      }
    }
  }

  @Parameters(paramLabel = "IN", description = "The model file; of a split model, any part.")
  private Path source;

  @Parameters(paramLabel = "OUT", description = "The file to write.")
  private Path target;

  @Option(
      names = "--type",
      required = true,
      paramLabel = "T",
      converter = TypeConverter.class,
      description = "The type of matrices, see below.")
  private TargetType type;

  @Option(
      names = "--tensor-type",
      paramLabel = "NAMES=T",
      converter = OverrideConverter.class,
      description =
          "Another type for the matrices in whose names this regular expression is found. May be"
              + " given several times; the first that matches counts.")
  private List<TypeOverride> tensorTypes = new ArrayList<>();

  @Option(
      names = "--output-tensor-type",
      paramLabel = "T",
      converter = TypeConverter.class,
      description =
          "Another type for the matrix that makes logits: output.weight or, if there is none,"
              + " token_embd.weight. Default: Q6_K if --type is smaller, else --type.")
  private TargetType outputType;

  @Option(
      names = "--token-embedding-type",
      paramLabel = "T",
      converter = TypeConverter.class,
      description = "Another type for token_embd.weight.")
  private TargetType embeddingType;

  @Option(names = "--pure", description = "No exception for the matrix that makes logits.")
  private boolean pure;

  @Option(
      names = "--allow-requantize",
      description =
          "Convert matrices that are quantised already. Errors add up: a file of F32, F16 or BF16"
              + " weights is a better source.")
  private boolean requantize;

  @Option(
      names = {"-t", "--threads"},
      paramLabel = "N",
      description = "Threads that compute. Default: one for each core.")
  private Integer threads;

  @Mixin private Overwrite overwrite;

  private QuantizeCommand() {}

  @Override
  void work() throws IOException {
    long start = System.nanoTime();
    try (Workers workers = workers();
        GgufFile file = ModelFile.open(source)) {
      QuantisePlan plan = QuantisePlan.of(file, type, overrides(file), pure);
      requireAllowed(file, plan);
      CopyProgress progress = new CopyProgress(spec().commandLine().getErr());
      Quantiser.write(file, plan, target, overwrite.allowed(), workers, progress);
      try (GgufFile result = ModelFile.open(target)) {
        Duration time = Duration.ofNanos(System.nanoTime() - start);
        new QuantizeSummary(spec().commandLine().getOut()).print(file, result, plan, time);
      }
    }
  }

  private Workers workers() {
    OptionRange.require(spec(), "--threads", threads, 1, Workers.MAX_THREADS);
    return new Workers(threads == null ? Runtime.getRuntime().availableProcessors() : threads);
  }

  private List<TypeOverride> overrides(GgufFile file) {
    List<TypeOverride> overrides = new ArrayList<>(tensorTypes);
    if (outputType != null) {
      overrides.add(TypeOverride.ofTensor(QuantisePlan.outputName(file), outputType));
    }
    if (embeddingType != null) {
      overrides.add(TypeOverride.ofTensor(QuantisePlan.EMBEDDING, embeddingType));
    }
    return overrides;
  }

  private void requireAllowed(GgufFile file, QuantisePlan plan) {
    Optional<TensorInfo> quantised = plan.firstRequantised();
    if (!requantize && quantised.isPresent()) {
      TensorInfo tensor = quantised.get();
      throw file.error(
          tensor.name(),
          "is "
              + tensor.type()
              + " and would be quantised a second time; start from a file of F32, F16 or BF16"
              + " weights, or add --allow-requantize.");
    }
  }
}
