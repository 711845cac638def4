package io.perilune.inference.engine;

import java.time.Duration;

/** A running generation, read by one thread. */
public interface Generation extends AutoCloseable {
  /**
   * The next event. Waits for at most {@code timeout}; then tells what the generation is doing
   * instead. After {@link GenerationEvent.Finished} it returns that event again.
   */
  GenerationEvent next(Duration timeout) throws InterruptedException;

  /**
   * Stops the generation as soon as possible; harmless after its end. May be called by any thread.
   */
  void cancel();

  /** Cancels. */
  @Override
  default void close() {
    cancel();
  }
}
