package io.perilune.inference.engine;

/** What happens in a generation, in order; {@link Finished} is the last and comes exactly once. */
public sealed interface GenerationEvent {
  /** Nothing new within the time asked for: the generation waits in the queue. */
  record Queued(int ahead) implements GenerationEvent {}

  /** Nothing new within the time asked for: this much of the prompt has been computed. */
  record Prefilling(int done, int total) implements GenerationEvent {}

  /** Nothing new within the time asked for: the next token is being computed. */
  record Decoding() implements GenerationEvent {}

  /** A token of the output. */
  record Token(int id) implements GenerationEvent {}

  /** The end. */
  record Finished(StopCause cause, GenerationStats stats) implements GenerationEvent {}
}
