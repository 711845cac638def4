package io.perilune.inference.engine;

import io.perilune.inference.kv.PrefixFile;
import io.perilune.inference.model.LanguageModel;
import java.util.Optional;

/**
 * Runs generations over a model in this process, several at a time, on one thread that calls the
 * model. After a failure of the model the engine stays stopped.
 */
public final class LocalEngine implements Engine {
  private final LanguageModel model;
  private final Scheduler scheduler;
  private final SavedPrefixes saved;
  private final EngineThread thread;

  /**
   * Starts an engine whose prefix cache begins empty.
   *
   * @param model the model; the engine closes it
   * @throws IllegalArgumentException if the model's batches are too small for the slots
   */
  public LocalEngine(LanguageModel model, EngineOptions options) {
    this(model, options, Optional.empty());
  }

  /**
   * Starts an engine.
   *
   * @param model the model; the engine closes it
   * @param prefixFile what the prefix cache begins with, and where it is saved when the engine is
   *     closed; not if it has failed. A file of another model or a damaged one is replaced then.
   * @throws IllegalArgumentException if the model's batches are too small for the slots, or the
   *     file is no prefix cache
   */
  public LocalEngine(LanguageModel model, EngineOptions options, Optional<PrefixFile> prefixFile) {
    this.model = model;
    this.scheduler =
        new Scheduler(
            model,
            options,
            request -> new SampledTokens(request, model.vocabularySize()),
            System::nanoTime);
    this.saved = new SavedPrefixes(prefixFile, scheduler.prefixes());
    saved.restore();
    this.thread = new EngineThread(scheduler, options.warmUp());
  }

  @Override
  public int contextLength() {
    return scheduler.contextLength();
  }

  @Override
  public void requireRoom() {
    scheduler.queue().requireRoom();
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
    if (thread.stop()) {
      saved.save();
    }
    scheduler.close();
    model.close();
  }
}
