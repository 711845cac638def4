package io.perilune.server.engine;

import io.perilune.inference.engine.Engine;
import io.perilune.inference.engine.EngineMetrics;
import io.perilune.inference.engine.Generation;
import io.perilune.inference.engine.GenerationRequest;
import java.time.Duration;
import java.util.Optional;

/**
 * An engine whose generations end after some time, waiting included, unless a request names a time
 * of its own.
 */
record TimedEngine(Engine engine, Duration limit) implements Engine {
  @Override
  public Generation submit(GenerationRequest request) {
    return engine.submit(
        new GenerationRequest(
            request.prompt(),
            request.maxTokens(),
            request.stopTokens(),
            request.sampling(),
            request.constraint(),
            request.origin(),
            request.timeLimit().or(() -> Optional.of(limit))));
  }

  @Override
  public int contextLength() {
    return engine.contextLength();
  }

  @Override
  public void requireRoom() {
    engine.requireRoom();
  }

  @Override
  public boolean healthy() {
    return engine.healthy();
  }

  @Override
  public void whenFailed(Runnable action) {
    engine.whenFailed(action);
  }

  @Override
  public EngineMetrics metrics() {
    return engine.metrics();
  }

  @Override
  public void close() {
    engine.close();
  }
}
