package io.perilune.inference.engine;

import io.perilune.inference.kv.KvCache;
import io.perilune.inference.model.LanguageModel;
import java.util.Objects;

/**
 * Runs generations over a model in this process, several at a time, on one thread that calls the
 * model. After a failure of the model the engine stays stopped.
 */
public final class LocalEngine implements Engine {
  private final LanguageModel model;
  private final int contextLength;
  private final KvCache cache;
  private final RequestQueue queue;
  private final Scheduler scheduler;
  private final Thread thread;

  /**
   * Starts an engine.
   *
   * @param model the model; the engine closes it
   * @throws IllegalArgumentException if the model's batches are too small for the slots
   */
  public LocalEngine(LanguageModel model, EngineOptions options) {
    this.model = model;
    if (model.batchCapacity() <= options.slots() || model.logitsCapacity() < options.slots()) {
      throw new IllegalArgumentException(
          "the model's batches of "
              + model.batchCapacity()
              + " tokens with logits for "
              + model.logitsCapacity()
              + " are too small for "
              + options.slots()
              + " slots");
    }
    this.cache = model.newCache(options.kvTokens(), options.kvPrecision());
    this.contextLength =
        Math.min(Math.min(options.contextLength(), model.contextLength()), cache.capacityTokens());
    this.queue = new RequestQueue(options.slots(), options.queueCapacity());
    this.scheduler = new Scheduler(model, cache, queue, options);
    this.thread = Thread.ofPlatform().name("engine").daemon().start(scheduler);
  }

  @Override
  public int contextLength() {
    return contextLength;
  }

  @Override
  public Generation submit(GenerationRequest request) {
    int length = request.prompt().length;
    if (length >= contextLength) {
      throw new PromptTooLongException(length, contextLength);
    }
    for (int token : request.prompt()) {
      Objects.checkIndex(token, model.vocabularySize());
    }
    int maxOutput = Math.min(request.maxTokens(), contextLength - length);
    LocalGeneration generation = new LocalGeneration(request, maxOutput, queue);
    queue.add(generation);
    return generation;
  }

  @Override
  public boolean healthy() {
    return queue.isOpen();
  }

  @Override
  public void close() {
    queue.close();
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    cache.close();
    model.close();
  }
}
