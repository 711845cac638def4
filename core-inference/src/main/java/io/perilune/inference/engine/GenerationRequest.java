package io.perilune.inference.engine;

import io.perilune.inference.constraint.CompiledConstraint;
import io.perilune.inference.sampling.SamplingOptions;
import java.time.Duration;
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
 * @param origin who asks
 * @param timeLimit the longest time from submission to end; the generation ends with {@link
 *     StopCause#TIMED_OUT} when it has passed
 */
public record GenerationRequest(
    int[] prompt,
    int maxTokens,
    int[] stopTokens,
    SamplingOptions sampling,
    Optional<CompiledConstraint> constraint,
    Origin origin,
    Optional<Duration> timeLimit) {
  public GenerationRequest {
    Objects.requireNonNull(sampling, "sampling");
    Objects.requireNonNull(constraint, "constraint");
    Objects.requireNonNull(origin, "origin");
    if (prompt.length == 0) {
      throw new IllegalArgumentException("the prompt has no tokens");
    }
    if (maxTokens < 1) {
      throw new IllegalArgumentException("maxTokens is " + maxTokens + "; it must be 1 or more");
    }
    if (timeLimit.filter(limit -> limit.isNegative() || limit.isZero()).isPresent()) {
      throw new IllegalArgumentException("the time limit is not positive");
    }
  }

  /** A generation of a client of whom nothing is known, without time limit. */
  public GenerationRequest(
      int[] prompt,
      int maxTokens,
      int[] stopTokens,
      SamplingOptions sampling,
      Optional<CompiledConstraint> constraint) {
    this(prompt, maxTokens, stopTokens, sampling, constraint, Origin.UNKNOWN, Optional.empty());
  }

  /** Such a generation without constraint. */
  public GenerationRequest(
      int[] prompt, int maxTokens, int[] stopTokens, SamplingOptions sampling) {
    this(prompt, maxTokens, stopTokens, sampling, Optional.empty());
  }
}
