package io.perilune.inference.engine;

/** Runs generations. Thread-safe. */
public interface Engine extends AutoCloseable {
  /** The most tokens of prompt and output together. */
  int contextLength();

  /**
   * Refuses at once what {@link #submit} would refuse for want of room, so that nobody makes a
   * request ready in vain. There may be no room any more when it is submitted.
   *
   * @throws EngineUnavailableException if the queue is full or the engine has stopped
   */
  void requireRoom();

  /**
   * Queues a generation.
   *
   * @throws PromptTooLongException if the prompt leaves no room for an answer
   * @throws EngineUnavailableException if the queue is full or the engine has stopped
   */
  Generation submit(GenerationRequest request);

  /** Whether the engine can run generations. */
  boolean healthy();

  /**
   * Runs an action once the engine has failed and all its generations have ended; at once if that
   * has happened. Replaces the action that was given before. Closing an engine is no failure.
   */
  void whenFailed(Runnable action);

  /** What the engine has done so far and does now. */
  EngineMetrics metrics();

  /** Ends all generations and releases the model. */
  @Override
  void close();
}
