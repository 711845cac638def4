package io.perilune.server.chat;

import io.perilune.inference.sampling.Dry;
import io.perilune.inference.sampling.DynamicTemperature;
import io.perilune.inference.sampling.LogitBias;
import io.perilune.inference.sampling.Mirostat;
import io.perilune.inference.sampling.RepetitionPenalties;
import io.perilune.inference.sampling.SamplingOptions;
import io.perilune.inference.sampling.SequenceBreakers;
import io.perilune.inference.sampling.Truncation;
import io.perilune.inference.sampling.Xtc;
import io.perilune.inference.tokenizer.Tokenizer;
import io.perilune.server.error.ApiException;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** Turns settings into the options of the sampler of a model. */
final class SamplingPlan {
  /** The smallest nucleus; a client's 0 means the most probable token alone. */
  private static final float TOP_P_MIN = 1e-6f;

  private static final RandomGenerator SEEDS = RandomGenerator.of("SecureRandom");

  private final SamplingSettings settings;
  private final Tokenizer tokenizer;

  private SamplingPlan(SamplingSettings settings, Tokenizer tokenizer) {
    this.settings = settings.orElse(SamplingSettings.DEFAULTS);
    this.tokenizer = tokenizer;
  }

  /**
   * The options for several answers to one request, which differ in their seeds. What the settings
   * leave open is {@link SamplingSettings#DEFAULTS}, and a seed by chance.
   *
   * @throws ApiException if there is a bias for a token that the vocabulary does not have
   */
  static List<SamplingOptions> options(SamplingSettings settings, Tokenizer tokenizer, int count) {
    SamplingPlan plan = new SamplingPlan(settings, tokenizer);
    long seed = settings.seed().orElseGet(SEEDS::nextLong);
    LogitBias bias = plan.bias();
    List<SamplingOptions> options = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      options.add(plan.options(seed + i, bias));
    }
    return options;
  }

  private SamplingOptions options(long seed, LogitBias bias) {
    return new SamplingOptions(
        real(SamplingParameter.TEMPERATURE),
        new DynamicTemperature(
            real(SamplingParameter.DYNATEMP_RANGE), real(SamplingParameter.DYNATEMP_EXPONENT)),
        new Truncation(
            Math.max(0, whole(SamplingParameter.TOP_K)),
            Math.max(TOP_P_MIN, real(SamplingParameter.TOP_P)),
            real(SamplingParameter.MIN_P),
            real(SamplingParameter.TYPICAL_P),
            Math.max(0, real(SamplingParameter.TOP_N_SIGMA)),
            whole(SamplingParameter.MIN_KEEP)),
        new Xtc(real(SamplingParameter.XTC_PROBABILITY), real(SamplingParameter.XTC_THRESHOLD)),
        new RepetitionPenalties(
            real(SamplingParameter.REPEAT_PENALTY),
            real(SamplingParameter.PRESENCE_PENALTY),
            real(SamplingParameter.FREQUENCY_PENALTY),
            window(SamplingParameter.REPEAT_LAST_N)),
        new Dry(
            real(SamplingParameter.DRY_MULTIPLIER),
            real(SamplingParameter.DRY_BASE),
            whole(SamplingParameter.DRY_ALLOWED_LENGTH),
            window(SamplingParameter.DRY_PENALTY_LAST_N),
            new SequenceBreakers(settings.breakers().orElseThrow(), tokenizer::bytes)),
        new Mirostat(
            Mirostat.Version.values()[whole(SamplingParameter.MIROSTAT)],
            real(SamplingParameter.MIROSTAT_TAU),
            real(SamplingParameter.MIROSTAT_ETA)),
        bias,
        settings.order().orElseThrow(),
        seed,
        settings.topLogprobs());
  }

  private float real(SamplingParameter parameter) {
    return settings.numbers().get(parameter).floatValue();
  }

  private int whole(SamplingParameter parameter) {
    return settings.numbers().get(parameter).intValue();
  }

  /** A number of tokens to look back on, of which -1 means all. */
  private int window(SamplingParameter parameter) {
    int tokens = whole(parameter);
    return tokens < 0 ? Integer.MAX_VALUE : tokens;
  }

  private LogitBias bias() {
    List<Integer> tokens = new ArrayList<>();
    List<Float> amounts = new ArrayList<>();
    for (TokenBias bias : settings.biases()) {
      for (int token : bias.tokens(tokenizer)) {
        requireKnown(token);
        tokens.add(token);
        amounts.add(bias.amount());
      }
    }
    float[] values = new float[amounts.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = amounts.get(i);
    }
    return LogitBias.of(tokens.stream().mapToInt(Integer::intValue).toArray(), values);
  }

  private void requireKnown(int token) {
    if (token >= tokenizer.vocabularySize()) {
      throw ApiException.invalid(
          "logit_bias",
          "logit_bias names the token "
              + token
              + "; the tokens of this model are numbered from 0 to "
              + (tokenizer.vocabularySize() - 1)
              + ".");
    }
  }
}
