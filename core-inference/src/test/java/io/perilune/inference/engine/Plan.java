package io.perilune.inference.engine;

import io.perilune.inference.kv.KvCache;
import java.time.Duration;
import java.util.Random;

/**
 * What a simulated scenario is like. The rates mean one in so many requests.
 *
 * @param requests how many there are
 * @param arrivalMillis within which time they come
 * @param nanosPerToken what a token of a pass costs
 * @param tokensPerPass as how many tokens more a pass costs, however few it has
 * @param failingPass the pass that fails; negative for most
 */
record Plan(
    int requests,
    int owners,
    int arrivalMillis,
    int context,
    int kvTokens,
    int slots,
    int queue,
    int chunk,
    int answerReserve,
    int readAhead,
    int draftMax,
    long nanosPerToken,
    int tokensPerPass,
    int failingPass,
    int cancels,
    int slowReaders,
    int samplerFailures,
    int poisoned) {
  /** One scenario in so many has a crowd. */
  private static final int CROWDED = 100;

  static Plan random(Random random) {
    boolean crowded = random.nextInt(CROWDED) == 0;
    int context = 64 + random.nextInt(random.nextInt(4) == 0 ? 500 : 150);
    return new Plan(
        crowded ? 100 : 1 + random.nextInt(12),
        1 + random.nextInt(3),
        1 + random.nextInt(random.nextBoolean() ? 400 : 20),
        context,
        context + random.nextInt(random.nextInt(3) == 0 ? 3 * context : context),
        1 + random.nextInt(6),
        crowded ? 100 : 1 + random.nextInt(12),
        1 + random.nextInt(64),
        1 + random.nextInt(random.nextBoolean() ? 20 : 300),
        1 + random.nextInt(random.nextBoolean() ? 8 : 256),
        random.nextInt(4) == 0 ? 0 : 1 + random.nextInt(12),
        100 * (1L << random.nextInt(20)),
        random.nextInt(20),
        random.nextInt(12) == 0 ? random.nextInt(100) : -1,
        2 + random.nextInt(10),
        2 + random.nextInt(10),
        10 + random.nextInt(100),
        10 + random.nextInt(100));
  }

  EngineOptions options() {
    return new EngineOptions(
        slots,
        queue,
        chunk,
        context,
        kvTokens,
        KvCache.Precision.F32,
        answerReserve,
        readAhead,
        draftMax,
        Duration.ZERO);
  }
}
