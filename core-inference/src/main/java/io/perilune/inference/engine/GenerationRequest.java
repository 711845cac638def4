package io.perilune.inference.engine;

import io.perilune.inference.sampling.SamplingOptions;
import java.util.Objects;

/**
 * A generation to run.
 *
 * @param prompt the prompt's tokens, at least one; not copied, not to be changed
 * @param maxTokens the most tokens to generate, at least 1; the engine caps it to the room left in
 *     the context
 * @param stopTokens tokens that end the generation, in ascending order; they are not part of the
 *     output
 * @param sampling how tokens are chosen
 */
public record GenerationRequest(
    int[] prompt, int maxTokens, int[] stopTokens, SamplingOptions sampling) {
  public GenerationRequest {
    Objects.requireNonNull(sampling, "sampling");
    if (prompt.length == 0) {
      throw new IllegalArgumentException("the prompt has no tokens");
    }
    if (maxTokens < 1) {
      throw new IllegalArgumentException("maxTokens is " + maxTokens + "; it must be 1 or more");
    }
  }
}
