package io.perilune.inference.engine;

import io.perilune.inference.kv.KvSequence;
import io.perilune.inference.model.Batch;
import io.perilune.inference.sampling.Sampler;
import java.util.Arrays;

/** A generation in a slot. Used by the scheduler's thread only. */
final class ActiveSequence {
  private final LocalGeneration generation;
  private final int[] prompt;
  private final KvSequence kv;
  private final Sampler sampler;
  private int computed;
  private int outputs;
  private int lastToken;

  /**
   * Puts a generation into a slot.
   *
   * @param kv with room for all its tokens; closed by {@link #end}
   */
  ActiveSequence(LocalGeneration generation, KvSequence kv, Sampler sampler) {
    this.generation = generation;
    this.prompt = generation.request().prompt();
    this.kv = kv;
    this.sampler = sampler;
  }

  boolean cancelled() {
    return generation.cancelled();
  }

  boolean prefilling() {
    return computed < prompt.length;
  }

  /** Whether the next token can be computed now: the prompt is done and the consumer follows. */
  boolean canDecode() {
    return !prefilling() && generation.hasRoom();
  }

  void addDecode(Batch batch) {
    batch.add(kv, computed++, lastToken, true);
  }

  /**
   * Adds prompt tokens to a batch.
   *
   * @param most how many
   * @return how many were added; the last one of the prompt is the last one added
   */
  int addPrefill(Batch batch, int most) {
    int count = Math.min(most, prompt.length - computed);
    for (int i = 0; i < count; i++) {
      int position = computed++;
      batch.add(kv, position, prompt[position], !prefilling());
    }
    return count;
  }

  /** Tells the consumer how much of the prompt has been computed. */
  void reportPrefill() {
    generation.prefilled(computed);
  }

  /**
   * Chooses the next token and passes it on.
   *
   * @return why the generation ends with it, or null if it goes on
   */
  StopCause take(float[] logits, int offset) {
    int token = sampler.sample(logits, offset);
    if (token == Sampler.NO_TOKEN) {
      return StopCause.FAILED;
    }
    if (Arrays.binarySearch(generation.request().stopTokens(), token) >= 0) {
      return StopCause.STOP_TOKEN;
    }
    generation.put(token);
    lastToken = token;
    outputs++;
    return outputs == generation.maxOutput() ? StopCause.LENGTH : null;
  }

  /** Gives the cache's blocks back and ends the generation. */
  void end(StopCause cause) {
    kv.close();
    generation.finish(cause);
  }
}
