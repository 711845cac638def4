package io.perilune.inference.engine;

import io.perilune.inference.kv.KvCache;
import io.perilune.inference.kv.PrefixCache;
import io.perilune.inference.model.Batch;
import io.perilune.inference.model.LanguageModel;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * Runs generations over a model, one step at a time. A step is one forward pass with the next token
 * of every generation that can go on, drafts of the tokens after it, and a chunk of the prompts of
 * those that cannot yet. What is cancelled or out of time leaves before the next step.
 *
 * <p>Has no thread and no clock of its own: everything but {@link #submit} and {@link #queue} is
 * called by one thread, and the same calls at the same times have the same outcome.
 */
final class Scheduler {
  /** So many generations in a row without usable logits mean that the model is damaged. */
  private static final int UNUSABLE_IN_A_ROW = 3;

  /** A step has at least this many prompt tokens for each slot, so that none is left out. */
  private static final int LEAST_PREFILL = 2;

  private final LanguageModel model;
  private final KvCache cache;
  private final PrefixCache prefixes;
  private final RequestQueue queue;
  private final Slots slots;
  private final PrefillShares shares = new PrefillShares();
  private final StepSpeed speed;
  private final StepCost cost = new StepCost();
  private final DraftPlan drafts;
  private final EngineMeter meter = new EngineMeter();
  private final LongSupplier nanoTime;
  private final int contextLength;
  private final int readAhead;
  private final Batch batch;
  private final float[] logits;

  /** Those that need prefill in the current step. */
  private final List<Sequence> prefilling = new ArrayList<>();

  /** Those whose logits the current step computes, in the batch's order. */
  private final List<Sequence> sampled = new ArrayList<>();

  private int decoded;
  private int unusableInARow;

  /**
   * Creates a scheduler of a model, with a KV cache.
   *
   * @param choosers makes what chooses the tokens of a request
   * @param nanoTime the clock, in nanoseconds from any time on
   * @throws IllegalArgumentException if the model's batches are too small for the slots; if they
   *     are too small for all drafts, these are shorter
   */
  Scheduler(
      LanguageModel model,
      EngineOptions options,
      Function<GenerationRequest, TokenChooser> choosers,
      LongSupplier nanoTime) {
    int count = options.slots();
    if (model.batchCapacity() <= count || model.logitsCapacity() < count) {
      throw new IllegalArgumentException(
          "the model's batches of "
              + model.batchCapacity()
              + " tokens with logits for "
              + model.logitsCapacity()
              + " are too small for "
              + count
              + " slots");
    }
    int chunk = Math.min(options.prefillChunk(), model.batchCapacity() - count);
    int draftRows =
        Math.min(
            options.logitsCapacity() - count,
            Math.min(model.logitsCapacity(), model.batchCapacity() - chunk) - count);
    this.model = model;
    this.nanoTime = nanoTime;
    this.cache = model.newCache(options.kvTokens(), options.kvPrecision());
    this.contextLength =
        Math.min(Math.min(options.contextLength(), model.contextLength()), cache.capacityTokens());
    this.readAhead = options.readAhead();
    this.speed = new StepSpeed(Math.min(LEAST_PREFILL * count, chunk), chunk);
    this.queue = new RequestQueue(count, options.queueCapacity(), speed, meter);
    this.prefixes = new PrefixCache(cache);
    this.slots = new Slots(prefixes, queue, meter, choosers, options);
    this.drafts = new DraftPlan(options.draftMax(), draftRows, cost);
    this.batch = new Batch(count + draftRows + chunk);
    this.logits = new float[Math.multiplyExact(count + draftRows, model.vocabularySize())];
  }

  int contextLength() {
    return contextLength;
  }

  /** Where generations wait and the scheduler's thread waits for them. */
  RequestQueue queue() {
    return queue;
  }

  /** What the KV cache retains. */
  PrefixCache prefixes() {
    return prefixes;
  }

  EngineMeter meter() {
    return meter;
  }

  /** Queues a generation, as {@link Engine#submit} does. May be called by any thread. */
  LocalGeneration submit(GenerationRequest request) {
    int length = request.prompt().length;
    if (length >= contextLength) {
      throw new PromptTooLongException(length, contextLength);
    }
    for (int token : request.prompt()) {
      if (token < 0 || token >= model.vocabularySize()) {
        throw new IndexOutOfBoundsException(
            "token " + token + " of a vocabulary of " + model.vocabularySize());
      }
    }
    int maxOutput = Math.min(request.maxTokens(), contextLength - length);
    LocalGeneration generation =
        new LocalGeneration(request, maxOutput, readAhead, queue, meter, nanoTime);
    queue.add(generation);
    return generation;
  }

  /** A rehearsal with this scheduler's batch and cache, for the time before its first step. */
  WarmUp warmUp() {
    return new WarmUp(model, cache, queue, batch, logits);
  }

  /**
   * Makes a step.
   *
   * @return false if there was nothing to compute
   * @throws RuntimeException or Error if the model failed; then only {@link #endAll} may follow
   */
  boolean step() {
    long now = nanoTime.getAsLong();
    slots.endUnwanted(now);
    slots.admit(now);
    slots.grow(now);
    fillBatch();
    boolean busy = batch.size() > 0;
    if (busy) {
      long start = nanoTime.getAsLong();
      model.forward(batch, logits);
      measure(nanoTime.getAsLong() - start);
      slots.publish();
      takeTokens();
    }
    report();
    return busy;
  }

  /** Lets go of the KV cache; nothing may follow. */
  void close() {
    cache.close();
  }

  /** Ends all generations, in slots and waiting. */
  void endAll(StopCause cause) {
    slots.endAll(cause);
  }

  private void fillBatch() {
    batch.clear();
    sampled.clear();
    prefilling.clear();
    for (Sequence sequence : slots.active()) {
      if (sequence.prefilling()) {
        prefilling.add(sequence);
      } else if (sequence.canDecode() && sequence.hasRoom()) {
        sampled.add(sequence);
      }
    }
    drafts.make(sampled);
    for (Sequence sequence : sampled) {
      sequence.add(batch, 1);
      sequence.addDraft(batch);
    }
    decoded = batch.size();
    shares.divide(prefilling, speed.prefillAllowance(), this::prefill);
  }

  private void prefill(Sequence sequence, int tokens) {
    if (sequence.add(batch, tokens)) {
      sampled.add(sequence);
    }
  }

  private void measure(long nanos) {
    int prefilled = batch.size() - decoded;
    if (prefilled == 0) {
      cost.record(decoded, nanos);
    }
    long prefillNanos = speed.record(prefilled, decoded, nanos);
    meter.step(prefilled, prefillNanos, nanos - prefillNanos);
  }

  private void report() {
    meter.load(slots.waiting(), slots.active().size());
    meter.cache(
        cache.capacityTokens(),
        cache.capacityTokens() - cache.freeTokens(),
        prefixes.retainedTokens(),
        prefixes.evictedBlocks());
  }

  private void takeTokens() {
    prefilling.forEach(Sequence::reportProgress);
    int vocabularySize = model.vocabularySize();
    int row = 0;
    for (Sequence sequence : sampled) {
      int offset = row * vocabularySize;
      row += 1 + sequence.draftLength();
      StopCause cause = sequence.take(logits, offset, vocabularySize);
      if (cause != null) {
        end(sequence, cause);
      }
    }
  }

  private void end(Sequence sequence, StopCause cause) {
    speed.ended(sequence.decodePasses());
    slots.end(sequence, cause);
    if (cause != StopCause.FAILED) {
      unusableInARow = 0;
    } else if (sequence.hadUnusableLogits() && ++unusableInARow == UNUSABLE_IN_A_ROW) {
      throw new IllegalStateException(
          "the model's logits were infinite or NaN in "
              + UNUSABLE_IN_A_ROW
              + " generations in a row; its file is damaged: download it again");
    }
  }
}
