package io.perilune.inference.engine;

import io.perilune.inference.constraint.CompiledConstraint;
import io.perilune.inference.constraint.ConstraintMatcher;
import io.perilune.inference.kv.KvSequence;
import io.perilune.inference.model.Batch;
import io.perilune.inference.sampling.Sampler;
import java.util.Arrays;

/** A generation in a slot. Used by the scheduler's thread only. */
final class ActiveSequence {
  private static final System.Logger LOG = System.getLogger(ActiveSequence.class.getName());

  private static final String UNUSABLE_LOGITS =
      "a generation ends, because its logits are infinite or NaN; if that happens again, the"
          + " model's file is damaged: download it again";

  private static final String NONE_ALLOWED =
      "a generation ends, because its grammar allows none of the vocabulary's tokens next or takes"
          + " too long to tell which; use a grammar with fewer options that overlap, or one whose"
          + " characters the vocabulary has";

  private final LocalGeneration generation;
  private final int[] prompt;
  private final KvSequence kv;
  private final Sampler sampler;

  /** Null if the output is free. */
  private final ConstraintMatcher matcher;

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
    this.matcher =
        generation.request().constraint().map(CompiledConstraint::newMatcher).orElse(null);
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
    int token =
        matcher == null ? sampler.sample(logits, offset) : sampler.sample(logits, offset, matcher);
    if (token < 0) {
      String reason = token == Sampler.NO_TOKEN ? UNUSABLE_LOGITS : NONE_ALLOWED;
      LOG.log(System.Logger.Level.WARNING, reason);
      return StopCause.FAILED;
    }
    if (isStop(token)) {
      return StopCause.STOP_TOKEN;
    }
    sampler.accept(token);
    generation.put(token, sampler.logprobs());
    lastToken = token;
    outputs++;
    if (matcher != null && matcher.exhausted()) {
      return StopCause.STOP_TOKEN;
    }
    return outputs == generation.maxOutput() ? StopCause.LENGTH : null;
  }

  private boolean isStop(int token) {
    return Arrays.binarySearch(generation.request().stopTokens(), token) >= 0
        || matcher != null && matcher.ended();
  }

  /** Gives the cache's blocks back and ends the generation. */
  void end(StopCause cause) {
    kv.close();
    generation.finish(cause);
  }
}
