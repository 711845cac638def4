package io.perilune.inference.engine;

import io.perilune.inference.sampling.TokenLogprobs;
import java.util.Optional;

/** What happens in a generation, in order; {@link Finished} is the last and comes exactly once. */
public sealed interface GenerationEvent {
  /** Nothing new within the time asked for: the generation waits in the queue. */
  record Queued(int ahead) implements GenerationEvent {}

  /** Nothing new within the time asked for: this much of the prompt has been computed. */
  record Prefilling(int done, int total) implements GenerationEvent {}

  /** Nothing new within the time asked for: the next token is being computed. */
  record Decoding() implements GenerationEvent {}

  /**
   * A token of the output.
   *
   * @param logprobs present if the request's sampling options ask for them
   */
  record Token(int id, Optional<TokenLogprobs> logprobs) implements GenerationEvent {
    public Token(int id) {
      this(id, Optional.empty());
    }
  }

  /** The end. */
  record Finished(StopCause cause, GenerationStats stats) implements GenerationEvent {}
}
