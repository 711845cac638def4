package io.perilune.server.chat;

import io.perilune.inference.sampling.SamplerKind;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/**
 * What one source (a request, the command line, a model file ...) says about sampling; what it does
 * not say is left to the next source.
 *
 * @param numbers those that it gives
 * @param seed of the random numbers
 * @param order the stages of sampling, in order
 * @param breakers texts over which no repetition reaches back, for the DRY penalty
 * @param biases what is added to logits; given by requests only
 * @param topLogprobs of how many alternatives log probabilities are told, if any are; given by
 *     requests only
 */
public record SamplingSettings(
    Map<SamplingParameter, Double> numbers,
    OptionalLong seed,
    Optional<List<SamplerKind>> order,
    Optional<List<String>> breakers,
    List<TokenBias> biases,
    OptionalInt topLogprobs) {
  /** Says nothing. */
  public static final SamplingSettings NONE = of(Map.of());

  /** The last source: the values that llama.cpp starts with. */
  public static final SamplingSettings DEFAULTS =
      of(Arrays.stream(SamplingParameter.values())
              .collect(Collectors.toMap(p -> p, SamplingParameter::defaultValue)))
          .withOrder(SamplerKind.DEFAULT_ORDER)
          .withBreakers(List.of("\n", ":", "\"", "*"));

  public SamplingSettings {
    numbers = Map.copyOf(numbers);
    order = order.map(List::copyOf);
    breakers = breakers.map(List::copyOf);
    biases = List.copyOf(biases);
  }

  /** Numbers alone. */
  public static SamplingSettings of(Map<SamplingParameter, Double> numbers) {
    return new SamplingSettings(
        numbers,
        OptionalLong.empty(),
        Optional.empty(),
        Optional.empty(),
        List.of(),
        OptionalInt.empty());
  }

  /** The settings that most APIs have. */
  public SamplingSettings(
      OptionalDouble temperature,
      OptionalInt topK,
      OptionalDouble topP,
      OptionalDouble minP,
      OptionalLong seed) {
    this(
        common(temperature, topK, topP, minP),
        seed,
        Optional.empty(),
        Optional.empty(),
        List.of(),
        OptionalInt.empty());
  }

  private static Map<SamplingParameter, Double> common(
      OptionalDouble temperature, OptionalInt topK, OptionalDouble topP, OptionalDouble minP) {
    Map<SamplingParameter, Double> numbers = new EnumMap<>(SamplingParameter.class);
    temperature.ifPresent(value -> numbers.put(SamplingParameter.TEMPERATURE, value));
    topK.ifPresent(value -> numbers.put(SamplingParameter.TOP_K, (double) value));
    topP.ifPresent(value -> numbers.put(SamplingParameter.TOP_P, value));
    minP.ifPresent(value -> numbers.put(SamplingParameter.MIN_P, value));
    return numbers;
  }

  SamplingSettings withOrder(List<SamplerKind> kinds) {
    return new SamplingSettings(numbers, seed, Optional.of(kinds), breakers, biases, topLogprobs);
  }

  SamplingSettings withBreakers(List<String> texts) {
    return new SamplingSettings(numbers, seed, order, Optional.of(texts), biases, topLogprobs);
  }

  /** These settings, completed by another source. */
  public SamplingSettings orElse(SamplingSettings other) {
    Map<SamplingParameter, Double> all = new EnumMap<>(SamplingParameter.class);
    all.putAll(other.numbers);
    all.putAll(numbers);
    return new SamplingSettings(
        all,
        seed.isPresent() ? seed : other.seed,
        order.or(other::order),
        breakers.or(other::breakers),
        biases.isEmpty() ? other.biases : biases,
        topLogprobs.isPresent() ? topLogprobs : other.topLogprobs);
  }
}
