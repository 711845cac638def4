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
  /** Tokens of the first prompt; short, since a request waits for the pass that is under way. */
  private static final int FIRST_PROMPT_TOKENS = 16;

  /** Tokens of further prompts where passes are quick: these use the kernels of long prompts. */
  private static final int PROMPT_TOKENS = 80;

  private static final long QUICK_NANOS = 250_000_000;

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
    int longest = Math.min(PROMPT_TOKENS, batch.capacity());
    int prompt = Math.min(FIRST_PROMPT_TOKENS, longest);
    int length = Math.min(longest + SINGLE_TOKENS, cache.capacityTokens());
    try (KvSequence sequence = cache.open()) {
      if (!sequence.reserve(length)) {
        return;
      }
      int position = 0;
      while (System.nanoTime() - start < limit.toNanos() && idle()) {
        long from = System.nanoTime();
        position = pass(sequence, position, position == 0 ? prompt : 1);
        prompt = System.nanoTime() - from < QUICK_NANOS ? longest : prompt;
        position = position < Math.min(length, prompt + SINGLE_TOKENS) ? position : 0;
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
