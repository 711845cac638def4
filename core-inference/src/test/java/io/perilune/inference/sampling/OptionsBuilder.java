package io.perilune.inference.sampling;

import java.util.List;
import java.util.OptionalInt;

/** Options for tests: those that draw from all tokens at temperature 1, with changes. */
final class OptionsBuilder {
  private float temperature = 1;
  private DynamicTemperature dynamicTemperature = DynamicTemperature.NONE;
  private Truncation truncation = Truncation.NONE;
  private Xtc xtc = Xtc.NONE;
  private RepetitionPenalties penalties = RepetitionPenalties.NONE;
  private Dry dry = Dry.NONE;
  private Mirostat mirostat = Mirostat.NONE;
  private LogitBias bias = LogitBias.NONE;
  private List<SamplerKind> order = SamplerKind.DEFAULT_ORDER;
  private long seed;

  OptionsBuilder temperature(float value) {
    temperature = value;
    return this;
  }

  OptionsBuilder with(DynamicTemperature value) {
    dynamicTemperature = value;
    return this;
  }

  OptionsBuilder with(Truncation value) {
    truncation = value;
    return this;
  }

  OptionsBuilder with(Xtc value) {
    xtc = value;
    return this;
  }

  OptionsBuilder with(RepetitionPenalties value) {
    penalties = value;
    return this;
  }

  OptionsBuilder with(Dry value) {
    dry = value;
    return this;
  }

  OptionsBuilder with(Mirostat value) {
    mirostat = value;
    return this;
  }

  OptionsBuilder with(LogitBias value) {
    bias = value;
    return this;
  }

  OptionsBuilder order(SamplerKind... kinds) {
    order = List.of(kinds);
    return this;
  }

  OptionsBuilder seed(long value) {
    seed = value;
    return this;
  }

  SamplingOptions build() {
    return new SamplingOptions(
        temperature,
        dynamicTemperature,
        truncation,
        xtc,
        penalties,
        dry,
        mirostat,
        bias,
        order,
        seed,
        OptionalInt.empty());
  }
}
