package io.perilune.inference.engine;

import io.perilune.inference.kv.KvCache;
import io.perilune.inference.kv.KvSequence;
import io.perilune.inference.model.Batch;
import io.perilune.inference.model.LanguageModel;
import io.perilune.inference.sampling.Sampler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs the model, step by step, on a thread of its own. A step is one forward pass with the next
 * token of every generation that can go on and a chunk of the prompts of those admitted last. The
 * oldest waiting generation is admitted when a slot is free and the cache has room for its prompt
 * and all its output; what is cancelled leaves before the next step.
 */
final class Scheduler implements Runnable {
  private static final System.Logger LOG = System.getLogger(Scheduler.class.getName());

  private final LanguageModel model;
  private final KvCache cache;
  private final RequestQueue queue;
  private final int slots;
  private final int prefillChunk;
  private final Batch batch;
  private final float[] logits;
  private final Duration warmUp;

  /** The generations in slots, in order of admission. */
  private final List<ActiveSequence> active;

  /** Those whose logits the current step computes, in the batch's order. */
  private final List<ActiveSequence> sampled;

  Scheduler(LanguageModel model, KvCache cache, RequestQueue queue, EngineOptions options) {
    this.model = model;
    this.cache = cache;
    this.queue = queue;
    this.slots = options.slots();
    this.prefillChunk = Math.min(options.prefillChunk(), model.batchCapacity() - slots);
    this.batch = new Batch(slots + prefillChunk);
    this.logits = new float[Math.multiplyExact(slots, model.vocabularySize())];
    this.warmUp = options.warmUp();
    this.active = new ArrayList<>(slots);
    this.sampled = new ArrayList<>(slots);
  }

  @Override
  public void run() {
    StopCause end = StopCause.CANCELLED;
    try {
      new WarmUp(model, cache, queue, batch, logits).run(warmUp);
      while (queue.isOpen()) {
        if (!step()) {
          queue.awaitChange();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Throwable e) {
      // Whatever it was, the model's state is unknown: no generation can go on.
      end = StopCause.ENGINE_STOPPED;
      LOG.log(System.Logger.Level.ERROR, "the engine stops, because a step failed: " + e);
    } finally {
      queue.close();
      endAll(end);
    }
  }

  /** Makes a step; false if there is nothing to do. */
  private boolean step() {
    dropCancelled();
    admit();
    fillBatch();
    if (batch.size() == 0) {
      return false;
    }
    model.forward(batch, logits);
    takeTokens();
    return true;
  }

  private void dropCancelled() {
    for (int i = active.size() - 1; i >= 0; i--) {
      if (active.get(i).cancelled()) {
        active.remove(i).end(StopCause.CANCELLED);
      }
    }
  }

  private void admit() {
    while (active.size() < slots) {
      LocalGeneration next = queue.first();
      if (next == null || blocksFor(next) > cache.freeTokens() / KvCache.BLOCK_TOKENS) {
        return;
      }
      KvSequence kv = cache.open();
      kv.reserve(positions(next));
      GenerationRequest request = next.request();
      Sampler sampler = new Sampler(request.sampling(), model.vocabularySize(), request.prompt());
      ActiveSequence sequence = new ActiveSequence(next, kv, sampler);
      // Last, so that whatever fails above leaves the generation where it will be ended.
      if (queue.remove(next)) {
        active.add(sequence);
        next.admit();
      } else {
        kv.close();
      }
    }
  }

  private static int blocksFor(LocalGeneration generation) {
    return Math.ceilDiv(positions(generation), KvCache.BLOCK_TOKENS);
  }

  /** The positions that a generation computes; its last token is not computed any more. */
  private static int positions(LocalGeneration generation) {
    return generation.request().prompt().length + generation.maxOutput() - 1;
  }

  private void fillBatch() {
    batch.clear();
    sampled.clear();
    for (int i = 0; i < active.size(); i++) {
      ActiveSequence sequence = active.get(i);
      if (sequence.canDecode()) {
        sequence.addDecode(batch);
        sampled.add(sequence);
      }
    }
    int room = prefillChunk;
    for (int i = 0; i < active.size() && room > 0; i++) {
      ActiveSequence sequence = active.get(i);
      if (sequence.prefilling()) {
        room -= sequence.addPrefill(batch, room);
        if (!sequence.prefilling()) {
          sampled.add(sequence);
        }
      }
    }
  }

  private void takeTokens() {
    for (int i = 0; i < active.size(); i++) {
      active.get(i).reportPrefill();
    }
    int vocabularySize = model.vocabularySize();
    for (int i = 0; i < sampled.size(); i++) {
      ActiveSequence sequence = sampled.get(i);
      StopCause cause = sequence.take(logits, i * vocabularySize);
      if (cause != null) {
        active.remove(sequence);
        sequence.end(cause);
      }
    }
  }

  private void endAll(StopCause cause) {
    while (!active.isEmpty()) {
      active.removeLast().end(cause);
    }
    for (LocalGeneration next = queue.first(); next != null; next = queue.first()) {
      if (queue.remove(next)) {
        next.finish(cause);
      }
    }
  }
}
