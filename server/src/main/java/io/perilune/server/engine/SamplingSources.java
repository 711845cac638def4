package io.perilune.server.engine;

import io.perilune.gguf.GgufMetadata;
import io.perilune.inference.sampling.SamplerKind;
import io.perilune.server.chat.SamplingParameter;
import io.perilune.server.chat.SamplingSettings;
import io.perilune.server.config.PeriluneConfig;
import io.perilune.server.conversation.SamplerNames;
import io.perilune.toolcall.SamplingAdvice;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What is said about sampling outside of requests: the operator first, then the model file, then
 * the makers of the model's format.
 */
final class SamplingSources {
  private static final String ORDER_KEY = "general.sampling.sequence";

  private SamplingSources() {}

  /**
   * Combines.
   *
   * @throws ModelLoadException if a value is out of its range
   */
  static SamplingSettings combine(
      PeriluneConfig.Sampling operator, GgufMetadata metadata, SamplingAdvice advice) {
    SamplingSettings combined = of(operator).orElse(of(metadata)).orElse(of(advice));
    combined.numbers().forEach(SamplingSources::requireInRange);
    return combined;
  }

  private static void requireInRange(SamplingParameter parameter, double value) {
    if (!parameter.range().contains(value)) {
      throw new ModelLoadException(
          "The default for sampling, %s, is %s; it must be %s."
              .formatted(parameter.range().field(), value, parameter.range().description()),
          null);
    }
  }

  private static SamplingSettings of(PeriluneConfig.Sampling operator) {
    return settings(numbers(operator), operator.seed(), operator.samplers());
  }

  private static Map<SamplingParameter, Double> numbers(PeriluneConfig.Sampling operator) {
    Map<SamplingParameter, Double> numbers = new EnumMap<>(SamplingParameter.class);
    for (SamplingParameter parameter : SamplingParameter.values()) {
      OptionalDouble value =
          switch (parameter) {
            case TEMPERATURE -> operator.temperature();
            case DYNATEMP_RANGE -> operator.dynatempRange();
            case DYNATEMP_EXPONENT -> operator.dynatempExponent();
            case TOP_K -> real(operator.topK());
            case TOP_P -> operator.topP();
            case MIN_P -> operator.minP();
            case TYPICAL_P -> operator.typicalP();
            case TOP_N_SIGMA -> operator.topNSigma();
            case XTC_PROBABILITY -> operator.xtcProbability();
            case XTC_THRESHOLD -> operator.xtcThreshold();
            case MIN_KEEP -> real(operator.minKeep());
            case REPEAT_PENALTY -> operator.repeatPenalty();
            case REPEAT_LAST_N -> real(operator.repeatLastN());
            case PRESENCE_PENALTY -> operator.presencePenalty();
            case FREQUENCY_PENALTY -> operator.frequencyPenalty();
            case DRY_MULTIPLIER -> operator.dryMultiplier();
            case DRY_BASE -> operator.dryBase();
            case DRY_ALLOWED_LENGTH -> real(operator.dryAllowedLength());
            case DRY_PENALTY_LAST_N -> real(operator.dryPenaltyLastN());
            case MIROSTAT -> real(operator.mirostat());
            case MIROSTAT_TAU -> operator.mirostatTau();
            case MIROSTAT_ETA -> operator.mirostatEta();
          };
      value.ifPresent(number -> numbers.put(parameter, number));
    }
    return numbers;
  }

  private static OptionalDouble real(OptionalInt value) {
    return value.isPresent() ? OptionalDouble.of(value.getAsInt()) : OptionalDouble.empty();
  }

  private static SamplingSettings of(SamplingAdvice advice) {
    return new SamplingSettings(
        advice.temperature(),
        OptionalInt.empty(),
        OptionalDouble.empty(),
        advice.minP(),
        OptionalLong.empty());
  }

  private static SamplingSettings of(GgufMetadata metadata) {
    Map<SamplingParameter, Double> numbers = new EnumMap<>(SamplingParameter.class);
    for (SamplingParameter parameter : SamplingParameter.values()) {
      parameter
          .fileKey()
          .map(metadata::number)
          .orElse(OptionalDouble.empty())
          .ifPresent(value -> numbers.put(parameter, value));
    }
    Optional<List<String>> names = metadata.string(ORDER_KEY).map(all -> List.of(all.split(";")));
    return settings(numbers, OptionalLong.empty(), names);
  }

  private static SamplingSettings settings(
      Map<SamplingParameter, Double> numbers, OptionalLong seed, Optional<List<String>> names) {
    Optional<List<SamplerKind>> order;
    try {
      order = names.map(SamplerNames::ofNames);
    } catch (IllegalArgumentException e) {
      throw new ModelLoadException("The default for sampling: " + e.getMessage() + ".", e);
    }
    return new SamplingSettings(
        numbers, seed, order, Optional.empty(), List.of(), OptionalInt.empty());
  }
}
