package io.perilune.inference.engine;

import io.perilune.inference.kv.KvCache;
import io.perilune.inference.kv.KvSequence;
import io.perilune.inference.model.Batch;
import io.perilune.inference.model.LanguageModel;
import java.time.Duration;

/**
 * Rehearses before the first request: passes over a sequence that nobody sees, by turns a chunk of
 * prompt and single tokens. A kernel that has not been compiled yet is a hundred times slower,
 * which the first client would otherwise feel.
 */
final class WarmUp {
  /** Tokens of a rehearsed prompt; short, since a request waits for the pass that is under way. */
  private static final int PROMPT_TOKENS = 16;

  /** Single tokens after each prompt. */
  private static final int SINGLE_TOKENS = 16;

  /** Spreads token ids over the vocabulary, so that different experts are chosen. */
  private static final int TOKEN_STRIDE = 7919;

  private final LanguageModel model;
  private final KvCache cache;
  private final RequestQueue queue;
  private final Batch batch;
  private final float[] logits;

  WarmUp(LanguageModel model, KvCache cache, RequestQueue queue, Batch batch, float[] logits) {
    this.model = model;
    this.cache = cache;
    this.queue = queue;
    this.batch = batch;
    this.logits = logits;
  }

  /** Rehearses until the time is over, a request comes or the queue is closed. */
  void run(Duration limit) {
    long start = System.nanoTime();
    int prompt = Math.min(PROMPT_TOKENS, batch.capacity());
    int length = Math.min(prompt + SINGLE_TOKENS, cache.capacityTokens());
    try (KvSequence sequence = cache.open()) {
      if (!sequence.reserve(length)) {
        return;
      }
      int position = 0;
      while (System.nanoTime() - start < limit.toNanos() && idle()) {
        position = pass(sequence, position, position == 0 ? prompt : 1) % length;
      }
    }
    batch.clear();
  }

  private boolean idle() {
    return queue.isOpen() && queue.isEmpty();
  }

  /** Runs tokens from {@code position} on; gives the position after them. */
  private int pass(KvSequence sequence, int position, int tokens) {
    batch.clear();
    int end = Math.min(position + tokens, sequence.capacity());
    for (int p = position; p < end; p++) {
      batch.add(sequence, p, Math.floorMod(p * TOKEN_STRIDE, model.vocabularySize()), p == end - 1);
    }
    model.forward(batch, logits);
    return end;
  }
}
