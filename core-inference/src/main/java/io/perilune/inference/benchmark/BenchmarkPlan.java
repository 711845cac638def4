package io.perilune.inference.benchmark;

import io.perilune.inference.kv.KvCache;
import java.time.Duration;
import java.util.Objects;

/**
 * What to measure.
 *
 * @param promptTokens tokens of a prompt, whose computation is measured as a whole; 0 to leave it
 *     out
 * @param generatedTokens tokens computed one after the other; 0 to leave it out
 * @param depth tokens that are in the context before
 * @param streams sequences that generate side by side, each its own tokens
 * @param chunk the most prompt tokens in one pass
 * @param repetitions how often each is measured
 * @param rehearsal how long each is rehearsed before, so that the JIT compiler has seen it
 * @param precision how the cache stores keys and values
 */
public record BenchmarkPlan(
    int promptTokens,
    int generatedTokens,
    int depth,
    int streams,
    int chunk,
    int repetitions,
    Duration rehearsal,
    KvCache.Precision precision) {
  public BenchmarkPlan {
    require("promptTokens", promptTokens, 0);
    require("generatedTokens", generatedTokens, 0);
    require("depth", depth, 0);
    require("streams", streams, 1);
    require("chunk", chunk, 1);
    require("repetitions", repetitions, 1);
    Objects.requireNonNull(rehearsal, "rehearsal");
    Objects.requireNonNull(precision, "precision");
    if (promptTokens == 0 && generatedTokens == 0) {
      throw new IllegalArgumentException("neither a prompt nor tokens to generate: nothing to do");
    }
  }

  /** The most tokens in one pass. */
  public int batchCapacity() {
    return Math.max(chunk, streams);
  }

  /**
   * Makes sure that a model can do this.
   *
   * @throws IllegalArgumentException if it needs a longer context than the model has
   */
  public void requireContext(int contextLength) {
    if (sequenceTokens() > contextLength) {
      throw new IllegalArgumentException(
          "The benchmark needs a context of "
              + sequenceTokens()
              + " tokens; the model has "
              + contextLength
              + ".");
    }
  }

  /** The most tokens of a sequence. */
  int sequenceTokens() {
    return Math.addExact(depth, Math.max(promptTokens, generatedTokens));
  }

  private static void require(String name, int value, int least) {
    if (value < least) {
      throw new IllegalArgumentException(name + " is " + value + "; it must be at least " + least);
    }
  }
}
