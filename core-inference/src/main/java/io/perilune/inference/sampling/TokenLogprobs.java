package io.perilune.inference.sampling;

/**
 * How probable the model found a token, and what it found more probable: natural logarithms of the
 * probabilities that its logits stand for, before penalties, biases, grammars, filters and
 * temperature.
 *
 * @param logprob of the token that was chosen
 * @param topTokens the most probable tokens, best first; not copied, not to be changed
 * @param topLogprobs theirs, in the same order; not copied, not to be changed
 */
public record TokenLogprobs(float logprob, int[] topTokens, float[] topLogprobs) {}
