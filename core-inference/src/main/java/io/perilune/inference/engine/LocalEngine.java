package io.perilune.inference.engine;

import io.perilune.inference.model.LanguageModel;

/**
 * Runs generations over a model in this process, several at a time, on one thread that calls the
 * model. After a failure of the model the engine stays stopped.
 */
public final class LocalEngine implements Engine {
  private final LanguageModel model;
  private final Scheduler scheduler;
  private final EngineThread thread;

  /**
   * Starts an engine.
   *
   * @param model the model; the engine closes it
   * @throws IllegalArgumentException if the model's batches are too small for the slots
   */
  public LocalEngine(LanguageModel model, EngineOptions options) {
    this.model = model;
    this.scheduler =
        new Scheduler(
            model,
            options,
            request -> new SampledTokens(request, model.vocabularySize()),
            System::nanoTime);
    this.thread = new EngineThread(scheduler, options.warmUp());
  }

  @Override
  public int contextLength() {
    return scheduler.contextLength();
  }

  @Override
  public Generation submit(GenerationRequest request) {
    return scheduler.submit(request);
  }

  @Override
  public boolean healthy() {
    return scheduler.queue().isOpen();
  }

  @Override
  public void whenFailed(Runnable action) {
    thread.whenFailed(action);
  }

  @Override
  public EngineMetrics metrics() {
    return scheduler.meter().snapshot();
  }

  @Override
  public void close() {
    thread.stop();
    scheduler.close();
    model.close();
  }
}
