package io.perilune.inference.benchmark;

import io.perilune.inference.kv.KvCache;
import io.perilune.inference.kv.KvSequence;
import io.perilune.inference.model.Batch;
import io.perilune.inference.model.LanguageModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Measures the passes of a model without engine, tokenizer or sampler. The tokens are arbitrary:
 * those of a dense model cost the same whatever they are, and those here are spread over the
 * vocabulary, so that a mixture of experts chooses different ones.
 */
public final class ModelBenchmark {
  private static final int TOKEN_STRIDE = 7919;

  /**
   * Speeds; empty where the plan leaves it out.
   *
   * @param prefill of prompts
   * @param decode of generated tokens, over all streams
   */
  public record Result(Optional<Speed> prefill, Optional<Speed> decode) {}

  private final LanguageModel model;
  private final BenchmarkPlan plan;
  private final Batch batch;
  private final float[] logits;

  private ModelBenchmark(LanguageModel model, BenchmarkPlan plan) {
    this.model = model;
    this.plan = plan;
    this.batch = new Batch(plan.batchCapacity());
    this.logits = new float[Math.multiplyExact(plan.streams(), model.vocabularySize())];
  }

  /**
   * Measures.
   *
   * @param model with room for the plan's passes and its streams' logits
   * @throws IllegalArgumentException if the plan needs a longer context than the model has, or more
   *     memory than there is
   */
  public static Result run(LanguageModel model, BenchmarkPlan plan) {
    plan.requireContext(model.contextLength());
    ModelBenchmark benchmark = new ModelBenchmark(model, plan);
    int blocks = Math.ceilDiv(plan.sequenceTokens(), KvCache.BLOCK_TOKENS);
    int perSequence = Math.multiplyExact(blocks, KvCache.BLOCK_TOKENS);
    try (KvCache cache =
        model.newCache(Math.multiplyExact(perSequence, plan.streams()), plan.precision())) {
      return benchmark.measure(cache);
    }
  }

  private Result measure(KvCache cache) {
    List<KvSequence> sequences = new ArrayList<>();
    try {
      for (int s = 0; s < plan.streams(); s++) {
        KvSequence sequence = cache.open();
        sequences.add(sequence);
        sequence.reserve(plan.sequenceTokens());
        prefill(sequence, 0, plan.depth());
      }
      return new Result(
          measure(plan.promptTokens(), () -> prefillPrompt(sequences.getFirst())),
          measure(
              Math.multiplyExact(plan.generatedTokens(), plan.streams()),
              () -> generate(sequences)));
    } finally {
      sequences.forEach(KvSequence::close);
    }
  }

  private Optional<Speed> measure(int tokens, Runnable work) {
    if (tokens == 0) {
      return Optional.empty();
    }
    long start = System.nanoTime();
    do {
      work.run();
    } while (System.nanoTime() - start < plan.rehearsal().toNanos());
    double[] speeds = new double[plan.repetitions()];
    for (int i = 0; i < speeds.length; i++) {
      long from = System.nanoTime();
      work.run();
      speeds[i] = tokens * 1e9 / (System.nanoTime() - from);
    }
    return Optional.of(Speed.of(speeds));
  }

  private void prefillPrompt(KvSequence sequence) {
    prefill(sequence, plan.depth(), plan.depth() + plan.promptTokens());
  }

  private void prefill(KvSequence sequence, int from, int to) {
    for (int at = from; at < to; at += plan.chunk()) {
      batch.clear();
      int end = Math.min(to, at + plan.chunk());
      for (int position = at; position < end; position++) {
        batch.add(sequence, position, token(position), position == to - 1);
      }
      model.forward(batch, logits);
    }
  }

  private void generate(List<KvSequence> sequences) {
    int end = plan.depth() + plan.generatedTokens();
    for (int position = plan.depth(); position < end; position++) {
      batch.clear();
      for (int s = 0; s < sequences.size(); s++) {
        batch.add(sequences.get(s), position, token(position + s), true);
      }
      model.forward(batch, logits);
    }
  }

  private int token(int position) {
    return Math.floorMod((long) position * TOKEN_STRIDE, model.vocabularySize());
  }
}
