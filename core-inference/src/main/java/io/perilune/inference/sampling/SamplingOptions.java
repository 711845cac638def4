package io.perilune.inference.sampling;

import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;

/**
 * How the next token is chosen, and what is told about the choice.
 *
 * @param temperature 0 for the most probable token; otherwise logits are divided by it
 * @param order the stages in the order in which they are applied; those left out are not. {@link
 *     Mirostat} is in place of all of them but the temperature
 * @param seed of the random numbers; equal seeds give equal choices
 * @param topLogprobs if present, each token comes with {@link TokenLogprobs} of this many most
 *     probable tokens, up to {@link #TOP_LOGPROBS_MAX}
 */
public record SamplingOptions(
    float temperature,
    DynamicTemperature dynamicTemperature,
    Truncation truncation,
    Xtc xtc,
    RepetitionPenalties penalties,
    Dry dry,
    Mirostat mirostat,
    LogitBias logitBias,
    List<SamplerKind> order,
    long seed,
    OptionalInt topLogprobs) {
  /** The most alternatives told for a token. */
  public static final int TOP_LOGPROBS_MAX = 20;

  /** The most probable token, always. */
  public static final SamplingOptions GREEDY = new SamplingOptions(0, 0, 1, 0, 0);

  public SamplingOptions {
    Limits.requireNotNegative("temperature", temperature);
    Objects.requireNonNull(dynamicTemperature, "dynamicTemperature");
    Objects.requireNonNull(truncation, "truncation");
    Objects.requireNonNull(xtc, "xtc");
    Objects.requireNonNull(penalties, "penalties");
    Objects.requireNonNull(dry, "dry");
    Objects.requireNonNull(mirostat, "mirostat");
    Objects.requireNonNull(logitBias, "logitBias");
    order = List.copyOf(order);
    boolean once = order.isEmpty() || EnumSet.copyOf(order).size() == order.size();
    Limits.require(once, "samplers", "a list that names each stage once", order);
    int alternatives = topLogprobs.orElse(0);
    Limits.require(
        alternatives >= 0 && alternatives <= TOP_LOGPROBS_MAX,
        "top_logprobs",
        "from 0 to " + TOP_LOGPROBS_MAX,
        alternatives);
  }

  /** Options with the most common filters only, in the default order. */
  public SamplingOptions(float temperature, int topK, float topP, float minP, long seed) {
    this(
        temperature,
        DynamicTemperature.NONE,
        new Truncation(topK, topP, minP, 1, 0, 0),
        Xtc.NONE,
        RepetitionPenalties.NONE,
        Dry.NONE,
        Mirostat.NONE,
        LogitBias.NONE,
        SamplerKind.DEFAULT_ORDER,
        seed,
        OptionalInt.empty());
  }

  /** The same, with log probabilities of this many alternatives. */
  public SamplingOptions withTopLogprobs(int count) {
    return new SamplingOptions(
        temperature,
        dynamicTemperature,
        truncation,
        xtc,
        penalties,
        dry,
        mirostat,
        logitBias,
        order,
        seed,
        OptionalInt.of(count));
  }
}
