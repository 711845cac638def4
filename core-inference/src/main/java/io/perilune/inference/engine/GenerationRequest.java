package io.perilune.inference.engine;

import io.perilune.inference.constraint.CompiledConstraint;
import io.perilune.inference.sampling.SamplingOptions;
import java.util.Objects;
import java.util.Optional;

/**
 * A generation to run.
 *
 * @param prompt the prompt's tokens, at least one; not copied, not to be changed
 * @param maxTokens the most tokens to generate, at least 1; the engine caps it to the room left in
 *     the context
 * @param stopTokens tokens that end the generation, in ascending order; they are not part of the
 *     output
 * @param sampling how tokens are chosen
 * @param constraint what the output must look like, if anything; compiled for the model's
 *     vocabulary. The generation also ends, with {@link StopCause#STOP_TOKEN}, where nothing can
 *     follow.
 */
public record GenerationRequest(
    int[] prompt,
    int maxTokens,
    int[] stopTokens,
    SamplingOptions sampling,
    Optional<CompiledConstraint> constraint) {
  public GenerationRequest {
    Objects.requireNonNull(sampling, "sampling");
    Objects.requireNonNull(constraint, "constraint");
    if (prompt.length == 0) {
      throw new IllegalArgumentException("the prompt has no tokens");
    }
    if (maxTokens < 1) {
      throw new IllegalArgumentException("maxTokens is " + maxTokens + "; it must be 1 or more");
    }
  }

  /** A generation without constraint. */
  public GenerationRequest(
      int[] prompt, int maxTokens, int[] stopTokens, SamplingOptions sampling) {
    this(prompt, maxTokens, stopTokens, sampling, Optional.empty());
  }
}
