package io.perilune.inference.sampling;

import java.util.LinkedList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Makes the stages that options ask for; those that would change nothing are left out. */
final class SamplerStages {
  private final SamplingOptions options;
  private final int[] prompt;
  private final DrawRandom random;

  private SamplerStages(SamplingOptions options, int[] prompt, DrawRandom random) {
    this.options = options;
    this.prompt = prompt;
    this.random = random;
  }

  static List<SamplerStage> of(
      SamplingOptions options, int vocabularySize, int[] prompt, DrawRandom random) {
    if (options.mirostat().version() != Mirostat.Version.OFF) {
      return List.of(
          new TemperatureStage(options.temperature(), DynamicTemperature.NONE),
          new MirostatStage(options.mirostat(), vocabularySize));
    }
    return new SamplerStages(options, prompt, random).inOrder();
  }

  private List<SamplerStage> inOrder() {
    List<SamplerStage> stages = new LinkedList<>();
    // From the last to the first. Where the rest keeps the most probable token alone, stages that
    // never drop that one do nothing.
    boolean restIsGreedy = false;
    for (SamplerKind kind : options.order().reversed()) {
      Optional<SamplerStage> stage =
          restIsGreedy && keepsMostProbable(kind) ? Optional.empty() : stage(kind);
      stage.ifPresent(stages::addFirst);
      restIsGreedy = isGreedy(kind) || restIsGreedy && (stage.isEmpty() || keepsMostProbable(kind));
    }
    return List.copyOf(stages);
  }

  private boolean isGreedy(SamplerKind kind) {
    return kind == SamplerKind.TEMPERATURE
        && options.temperature() == 0
        && options.dynamicTemperature().range() == 0;
  }

  private static boolean keepsMostProbable(SamplerKind kind) {
    return switch (kind) {
      case TOP_N_SIGMA, TOP_K, TOP_P, MIN_P -> true;
      case PENALTIES, DRY, TYPICAL_P, XTC, TEMPERATURE -> false;
    };
  }

  private Optional<SamplerStage> stage(SamplerKind kind) {
    Truncation truncation = options.truncation();
    int minKeep = truncation.minKeep();
    return switch (kind) {
      case PENALTIES ->
          when(
              options.penalties().active(), () -> new RepetitionStage(options.penalties(), prompt));
      case DRY -> when(options.dry().active(), () -> new DryStage(options.dry(), prompt));
      case TOP_N_SIGMA ->
          when(truncation.topNSigma() > 0, () -> new TopNSigmaStage(truncation.topNSigma()));
      case TOP_K -> when(truncation.topK() > 0, () -> new TopKStage(truncation.topK()));
      case TYPICAL_P ->
          when(truncation.typicalP() < 1, () -> new TypicalStage(truncation.typicalP(), minKeep));
      case TOP_P -> when(truncation.topP() < 1, () -> new TopPStage(truncation.topP(), minKeep));
      case MIN_P -> when(truncation.minP() > 0, () -> new MinPStage(truncation.minP(), minKeep));
      case XTC -> xtc(options.xtc(), minKeep);
      case TEMPERATURE ->
          Optional.of(new TemperatureStage(options.temperature(), options.dynamicTemperature()));
    };
  }

  private Optional<SamplerStage> xtc(Xtc xtc, int minKeep) {
    return when(
        xtc.probability() > 0 && xtc.threshold() <= 0.5f,
        () -> new XtcStage(xtc.probability(), xtc.threshold(), minKeep, random));
  }

  private static Optional<SamplerStage> when(boolean active, Supplier<SamplerStage> stage) {
    return active ? Optional.of(stage.get()) : Optional.empty();
  }
}
