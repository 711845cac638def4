package io.perilune.server.engine;

import io.perilune.inference.engine.Engine;
import io.perilune.inference.engine.EngineMetrics;
import io.perilune.inference.engine.Generation;
import io.perilune.inference.engine.GenerationRequest;
import java.time.Duration;
import java.util.Optional;

/**
 * An engine whose generations end after some time, waiting included, or earlier if a request says
 * so.
 */
record TimedEngine(Engine engine, Duration limit) implements Engine {
  TimedEngine {
    if (limit.isNegative() || limit.isZero()) {
      throw new IllegalArgumentException(
          "--request-timeout is " + limit.toSeconds() + " seconds; it must be 1 or more");
    }
  }

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
            Optional.of(
                request.timeLimit().filter(own -> own.compareTo(limit) < 0).orElse(limit))));
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
