package io.perilune.server.engine;

import io.perilune.gguf.GgufMetadata;
import io.perilune.server.chat.SamplingSettings;
import io.perilune.server.config.PeriluneConfig;
import io.perilune.toolcall.SamplingAdvice;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What is said about sampling outside of requests: the operator first, then the model file, then
 * the makers of the model's format.
 */
final class SamplingSources {
  private SamplingSources() {}

  /**
   * Combines.
   *
   * @throws ModelLoadException if a value is out of its range
   */
  static SamplingSettings combine(
      PeriluneConfig.Sampling operator, GgufMetadata metadata, SamplingAdvice advice) {
    SamplingSettings combined = of(operator).orElse(of(metadata)).orElse(of(advice));
    try {
      combined.toOptions();
    } catch (IllegalArgumentException e) {
      throw new ModelLoadException("The default for sampling, " + e.getMessage() + ".", e);
    }
    return combined;
  }

  private static SamplingSettings of(PeriluneConfig.Sampling operator) {
    return new SamplingSettings(
        operator.temperature(),
        operator.topK(),
        operator.topP(),
        operator.minP(),
        OptionalLong.empty());
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
    OptionalLong topK = metadata.integer("general.sampling.top_k");
    return new SamplingSettings(
        metadata.number("general.sampling.temp"),
        topK.isPresent()
            ? OptionalInt.of(Math.clamp(topK.getAsLong(), 0, Integer.MAX_VALUE))
            : OptionalInt.empty(),
        metadata.number("general.sampling.top_p"),
        metadata.number("general.sampling.min_p"),
        OptionalLong.empty());
  }
}
