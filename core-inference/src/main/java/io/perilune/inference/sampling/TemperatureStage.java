package io.perilune.inference.sampling;

/**
 * Divides the logits by the temperature; 0 keeps the most probable token alone. A range makes the
 * temperature dynamic, from {@code temperature - range} (at least 0) to {@code temperature +
 * range}: {@code low + (high - low) * (H / ln(count)) ^ exponent}, where {@code H} is the entropy
 * of the {@code count} candidates (kalomaze, 2023, github.com/ggml-org/llama.cpp/pull/4972).
 */
record TemperatureStage(float temperature, DynamicTemperature dynamic) implements SamplerStage {
  @Override
  public void apply(Candidates candidates) {
    double value = dynamic.range() > 0 ? dynamicValue(candidates) : temperature;
    if (value > 0) {
      candidates.divideBy(value);
    } else {
      candidates.keepGreatest(1);
    }
  }

  private double dynamicValue(Candidates candidates) {
    int count = candidates.count();
    if (count == 1) {
      return 1;
    }
    double low = Math.max(0, temperature - dynamic.range());
    double high = temperature + dynamic.range();
    double share = Math.clamp(candidates.entropy() / Math.log(count), 0, 1);
    return low + (high - low) * Math.pow(share, dynamic.exponent());
  }
}
