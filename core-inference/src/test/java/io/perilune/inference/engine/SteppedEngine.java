package io.perilune.inference.engine;

import io.perilune.inference.kv.KvCache;
import io.perilune.inference.sampling.SamplingOptions;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.function.BooleanSupplier;

/** A scheduler over a fake model that a test drives step by step. */
final class SteppedEngine {
  private static final int STEPS_MAX = 10_000;

  private final FakeModel model;
  private final Scheduler scheduler;
  private long now;

  /** An engine without drafts whose steps have up to {@code chunk} prompt tokens. */
  SteppedEngine(int slots, int queue, int chunk, int context, int kvTokens, int readAhead) {
    this(slots, queue, chunk, context, kvTokens, readAhead, 0);
  }

  /** An engine with drafts of up to {@code draftMax} tokens. */
  SteppedEngine(
      int slots, int queue, int chunk, int context, int kvTokens, int readAhead, int draftMax) {
    EngineOptions options =
        new EngineOptions(
            slots,
            queue,
            chunk,
            context,
            kvTokens,
            KvCache.Precision.F32,
            EngineOptions.DEFAULT_ANSWER_RESERVE,
            readAhead,
            draftMax,
            Duration.ZERO);
    model = new FakeModel(context, options.batchCapacity());
    scheduler =
        new Scheduler(
            model, options, request -> new SampledTokens(request, FakeModel.VOCABULARY), () -> now);
  }

  /** A prompt that has hardly anything in common with one of another {@code kind}. */
  static int[] prompt(int kind, int length) {
    return new Random(kind).ints(length, 0, FakeModel.POISON).toArray();
  }

  Generation submit(String owner, int[] prompt, int maxTokens) {
    return submit(owner, prompt, maxTokens, Optional.empty());
  }

  Generation submit(String owner, int[] prompt, int maxTokens, Optional<Duration> timeLimit) {
    return scheduler.submit(
        new GenerationRequest(
            prompt,
            maxTokens,
            new int[0],
            SamplingOptions.GREEDY,
            Optional.empty(),
            new Origin(owner, Optional.empty()),
            timeLimit));
  }

  Generation submit(GenerationRequest request) {
    return scheduler.submit(request);
  }

  /** From now on a pass takes time; before, the clock stands still. */
  void takeTime(Duration perPass, Duration perToken) {
    model.whenPassing(tokens -> now += perPass.toNanos() + tokens * perToken.toNanos());
  }

  boolean step() {
    return scheduler.step();
  }

  /** Makes steps until something is the case; gives their number. */
  int stepsUntil(BooleanSupplier condition) {
    for (int steps = 0; steps < STEPS_MAX; steps++) {
      if (condition.getAsBoolean()) {
        return steps;
      }
      scheduler.step();
    }
    throw new AssertionError("not after " + STEPS_MAX + " steps");
  }

  /** Makes steps until all generations have ended. */
  void finish() {
    stepsUntil(() -> !scheduler.queue().hasLive());
  }

  void pass(Duration time) {
    now += time.toNanos();
  }

  EngineMetrics metrics() {
    return scheduler.meter().snapshot();
  }

  /** Whether it has; takes all tokens that are there. */
  static boolean hasEnded(Generation generation) {
    GenerationEvent event = peek(generation);
    while (event instanceof GenerationEvent.Token) {
      event = peek(generation);
    }
    return event instanceof GenerationEvent.Finished;
  }

  /** The next event; takes a token if there is one. */
  static GenerationEvent peek(Generation generation) {
    try {
      return generation.next(Duration.ZERO);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
