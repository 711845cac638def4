package io.perilune.server.chat;

import io.perilune.inference.sampling.SamplingOptions;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.random.RandomGenerator;

/**
 * What one source (a request, the command line, a model file ...) says about sampling; each value
 * may be left to the next source.
 */
public record SamplingSettings(
    OptionalDouble temperature,
    OptionalInt topK,
    OptionalDouble topP,
    OptionalDouble minP,
    OptionalLong seed) {
  /** Says nothing. */
  public static final SamplingSettings NONE =
      new SamplingSettings(
          OptionalDouble.empty(),
          OptionalInt.empty(),
          OptionalDouble.empty(),
          OptionalDouble.empty(),
          OptionalLong.empty());

  /** The last source: the values that llama.cpp starts with. */
  public static final SamplingSettings DEFAULTS =
      new SamplingSettings(
          OptionalDouble.of(0.8),
          OptionalInt.of(40),
          OptionalDouble.of(0.95),
          OptionalDouble.of(0.05),
          OptionalLong.empty());

  /** The smallest nucleus; a client's 0 means the most probable token alone. */
  private static final float TOP_P_MIN = 1e-6f;

  private static final RandomGenerator SEEDS = RandomGenerator.of("SecureRandom");

  /** These settings, completed by another source. */
  public SamplingSettings orElse(SamplingSettings other) {
    return new SamplingSettings(
        temperature.isPresent() ? temperature : other.temperature,
        topK.isPresent() ? topK : other.topK,
        topP.isPresent() ? topP : other.topP,
        minP.isPresent() ? minP : other.minP,
        seed.isPresent() ? seed : other.seed);
  }

  /** The options, with {@link #DEFAULTS} for what is still open and a seed by chance. */
  public SamplingOptions toOptions() {
    SamplingSettings all = orElse(DEFAULTS);
    return new SamplingOptions(
        (float) all.temperature.orElseThrow(),
        Math.max(0, all.topK.orElseThrow()),
        Math.max(TOP_P_MIN, (float) all.topP.orElseThrow()),
        (float) all.minP.orElseThrow(),
        all.seed.orElseGet(SEEDS::nextLong));
  }
}
