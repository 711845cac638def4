package io.perilune.toolcall;

import java.util.Objects;
import java.util.OptionalDouble;

/**
 * How a model's makers advise to choose its tokens.
 *
 * @param temperature the logits' divisor, 0 or more
 * @param minP the least probability kept, as a share of the most probable token's; 0 to 1
 */
public record SamplingAdvice(OptionalDouble temperature, OptionalDouble minP) {
  /** No advice. */
  public static final SamplingAdvice NONE =
      new SamplingAdvice(OptionalDouble.empty(), OptionalDouble.empty());

  public SamplingAdvice {
    Objects.requireNonNull(temperature, "temperature");
    Objects.requireNonNull(minP, "minP");
  }
}
