package io.perilune.inference.engine;

import io.perilune.inference.kv.KvCache;
import java.time.Duration;
import java.util.Objects;

/**
 * How a {@link LocalEngine} shares a model among generations.
 *
 * @param slots how many generations run at the same time
 * @param queueCapacity how many more may wait
 * @param prefillChunk the most prompt tokens computed in one step; fewer where these would take
 *     longer than clients should wait for their next token
 * @param contextLength the most tokens of prompt and output of one generation; capped to the
 *     model's
 * @param kvTokens room in the KV cache, in tokens, over all generations
 * @param kvPrecision how the cache stores keys and values
 * @param answerReserve output tokens for which a generation gets room in the cache when it starts;
 *     longer answers get more as they grow, and take it from others if there is none
 * @param readAhead output tokens by which the engine may be ahead of a generation's reader
 * @param draftMax the most tokens that are guessed ahead in one generation, from what followed when
 *     its last tokens stood in its prompt or output before, and computed together with the next
 *     one; 0 for none, at most {@value #DRAFT_LIMIT}. Fewer are where that does not pay.
 * @param warmUp how long the engine may rehearse before its first request, so that the JIT compiler
 *     has seen the kernels; a request ends it
 */
public record EngineOptions(
    int slots,
    int queueCapacity,
    int prefillChunk,
    int contextLength,
    int kvTokens,
    KvCache.Precision kvPrecision,
    int answerReserve,
    int readAhead,
    int draftMax,
    Duration warmUp) {
  /** Slots unless said otherwise. */
  public static final int DEFAULT_SLOTS = 4;

  /** Waiting generations unless said otherwise. */
  public static final int DEFAULT_QUEUE_CAPACITY = 64;

  /** Agents ask for 32,000 tokens and more, and hardly ever need as many as this. */
  public static final int DEFAULT_ANSWER_RESERVE = 4096;

  /** Tokens for a slow reader unless said otherwise. */
  public static final int DEFAULT_READ_AHEAD = 256;

  /** Drafted tokens unless said otherwise. */
  public static final int DEFAULT_DRAFT_MAX = 8;

  /** The longest draft: each token of it takes memory for the logits of a vocabulary. */
  public static final int DRAFT_LIMIT = 64;

  /** Long enough to compile the kernels of a model on two cores. */
  public static final Duration DEFAULT_WARM_UP = Duration.ofSeconds(5);

  /** Prompt tokens per step unless said otherwise. */
  public static final int DEFAULT_PREFILL_CHUNK = 256;

  public EngineOptions {
    requirePositive(slots, "slots");
    requirePositive(queueCapacity, "queueCapacity");
    requirePositive(prefillChunk, "prefillChunk");
    requirePositive(contextLength, "contextLength");
    requirePositive(kvTokens, "kvTokens");
    requirePositive(answerReserve, "answerReserve");
    requirePositive(readAhead, "readAhead");
    if (draftMax < 0 || draftMax > DRAFT_LIMIT) {
      throw new IllegalArgumentException(
          "draftMax is " + draftMax + "; it must be from 0 to " + DRAFT_LIMIT);
    }
    Objects.requireNonNull(kvPrecision, "kvPrecision");
    Objects.requireNonNull(warmUp, "warmUp");
  }

  /** The defaults, with a context and a cache of these lengths in tokens, and no warm-up. */
  public static EngineOptions of(int contextLength, int kvTokens) {
    return new EngineOptions(
        DEFAULT_SLOTS,
        DEFAULT_QUEUE_CAPACITY,
        DEFAULT_PREFILL_CHUNK,
        contextLength,
        kvTokens,
        KvCache.Precision.F16,
        DEFAULT_ANSWER_RESERVE,
        DEFAULT_READ_AHEAD,
        DEFAULT_DRAFT_MAX,
        Duration.ZERO);
  }

  /**
   * How many tokens of a batch need logits at most: the next one of each slot, and those of drafts.
   * Of many slots only some have a draft in a pass, since a wide pass does not pay.
   */
  public int logitsCapacity() {
    return Math.addExact(slots, Math.min(Math.multiplyExact(slots, draftMax), DRAFT_LIMIT));
  }

  /** How many tokens a batch has at most. */
  public int batchCapacity() {
    return Math.addExact(prefillChunk, logitsCapacity());
  }

  private static void requirePositive(int value, String name) {
    if (value < 1) {
      throw new IllegalArgumentException(name + " is " + value + "; it must be 1 or more");
    }
  }
}
