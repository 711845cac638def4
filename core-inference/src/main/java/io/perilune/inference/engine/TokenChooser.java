package io.perilune.inference.engine;

import io.perilune.inference.sampling.Sampler;
import io.perilune.inference.sampling.TokenLogprobs;
import java.util.Optional;

/**
 * Chooses the tokens of one generation, one after the other. What it remembers of the tokens so far
 * outlives a preemption: it is asked once for each token, however often logits were computed.
 */
interface TokenChooser {
  /**
   * Chooses the next token.
   *
   * @param logits of the whole vocabulary from {@code offset} on; may be overwritten
   * @return a token, {@link Sampler#NO_TOKEN} or {@link Sampler#NONE_ALLOWED}
   */
  int choose(float[] logits, int offset);

  /** Whether the token chosen last ends the generation and is not part of it. */
  boolean ended();

  /** Takes the token chosen last as the one that the output goes on with. */
  void accept();

  /** Log probabilities of the token chosen last, if the request asks for them. */
  Optional<TokenLogprobs> logprobs();

  /** Whether nothing can follow the token chosen last. */
  boolean exhausted();
}
