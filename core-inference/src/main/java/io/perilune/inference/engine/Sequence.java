package io.perilune.inference.engine;

import io.perilune.inference.kv.KvSequence;
import io.perilune.inference.model.Batch;
import io.perilune.inference.sampling.Sampler;
import java.util.Arrays;

/**
 * The tokens of a generation that has been admitted: those known, which are the prompt and the
 * output so far, and how many of them the KV cache holds. All known tokens have to be computed
 * before the next one can be chosen; while decoding that is one. A preemption takes the blocks away
 * and leaves everything else as it is, so the output goes on unchanged when the tokens have been
 * computed again.
 *
 * <p>While decoding, a pass may compute a draft of the next tokens as well. They are no known
 * tokens and do not count as computed before each has been chosen; the rows of the others are
 * written over later. The output is therefore that without drafts.
 *
 * <p>Used by the scheduler's thread only.
 */
final class Sequence {
  private static final System.Logger LOG = System.getLogger(Sequence.class.getName());

  private static final String UNUSABLE_LOGITS =
      "a generation ends, because its logits are infinite or NaN; if that happens again, the"
          + " model's file is damaged: download it again";

  private static final String NONE_ALLOWED =
      "a generation ends, because none of the vocabulary's tokens may be next: a logit_bias forbids"
          + " those that are left, or its grammar allows none or takes too long to tell which; use a"
          + " grammar with fewer options that overlap, or one whose characters the vocabulary has";

  private static final String CHOICE_FAILED =
      "a generation ends, because choosing its next token failed: ";

  /** By how many tokens the list of them grows. */
  private static final int GROWTH = 1024;

  private final LocalGeneration generation;
  private final TokenChooser chooser;
  private final int promptLength;
  private final Draft draft;

  /** The place among all that were ever admitted; the older, the smaller. */
  private final long age;

  private int[] tokens;
  private int known;
  private int computed;
  private boolean unusableLogits;

  /** Null while preempted. */
  private KvSequence kv;

  Sequence(LocalGeneration generation, TokenChooser chooser, long age) {
    this.generation = generation;
    this.chooser = chooser;
    this.age = age;
    this.tokens = generation.request().prompt();
    this.promptLength = tokens.length;
    this.known = promptLength;
    this.draft = new Draft(Math.addExact(promptLength, generation.maxOutput()));
  }

  LocalGeneration generation() {
    return generation;
  }

  String owner() {
    return generation.owner();
  }

  long age() {
    return age;
  }

  /** The known tokens, and perhaps more after them. */
  int[] tokens() {
    return tokens;
  }

  int known() {
    return known;
  }

  int computed() {
    return computed;
  }

  KvSequence kv() {
    return kv;
  }

  int outputTokens() {
    return known - promptLength;
  }

  /** Tokens that may still be generated. */
  int outputLeft() {
    return generation.maxOutput() - outputTokens();
  }

  /**
   * The sequence gets blocks.
   *
   * @param kv with room for all known tokens at least, opened with these tokens
   */
  void resume(KvSequence kv) {
    this.kv = kv;
    computed = kv.cachedTokens();
    generation.admit(computed);
  }

  /** The blocks have been taken away. */
  void suspend() {
    kv = null;
    computed = 0;
  }

  /** Whether tokens have to be computed for which nobody waits yet. */
  boolean prefilling() {
    return known - computed > 1 || known == promptLength && computed < promptLength;
  }

  /** Tokens to compute before the next one can be chosen. */
  int uncomputed() {
    return known - computed;
  }

  /** Whether the next token can be computed now: all others are, and the consumer follows. */
  boolean canDecode() {
    return !prefilling() && generation.room() > 0;
  }

  /** Whether there are blocks for all known tokens. */
  boolean hasRoom() {
    return kv.capacity() >= known;
  }

  /** Looks for a draft; gives the chance that its first token is right, 0 if there is none. */
  double findDraft() {
    return draft.find(tokens, known);
  }

  /** The longest draft for which there are blocks and whose tokens could all be given out. */
  int draftRoom() {
    int giveable = Math.min(outputLeft(), generation.room());
    return Math.min(giveable - 1, kv.capacity() - known);
  }

  /**
   * Makes a draft of what was found.
   *
   * @param paying how many tokens seem to pay
   * @param most how many there may be, no fewer
   */
  void draft(int paying, int most) {
    if (paying > 0) {
      draft.expectGain();
    }
    draft.take(tokens, known, paying > 0 ? paying : draft.trial(most));
  }

  /** How many tokens are drafted for the current step. */
  int draftLength() {
    return draft.length();
  }

  /** How many passes its output took. */
  int decodePasses() {
    return outputTokens() - draft.accepted();
  }

  /** Whether a preempted sequence's reader has taken enough for it to be worth going on. */
  boolean worthResuming() {
    return generation.halfRead();
  }

  /**
   * Adds tokens to a batch, in order.
   *
   * @param count how many, at most as many as are uncomputed
   * @return whether all known tokens are computed then, so that the last one's logits come
   */
  boolean add(Batch batch, int count) {
    int end = computed + count;
    while (computed < end) {
      int position = computed++;
      batch.add(kv, position, tokens[position], computed == known);
    }
    return computed == known;
  }

  /** Adds the draft to a batch, behind all known tokens; the logits of each token come. */
  void addDraft(Batch batch) {
    for (int i = 0; i < draft.length(); i++) {
      batch.add(kv, known + i, draft.token(i), true);
    }
  }

  /** Tells the consumer how much has been computed. */
  void reportProgress() {
    generation.computed(computed);
  }

  /**
   * Chooses the next tokens and passes them on: one, and one more for each drafted token that was
   * chosen.
   *
   * @param logits those after the last known token from {@code offset} on, then those after each
   *     drafted one
   * @return why the generation ends with them, or null if it goes on
   */
  StopCause take(float[] logits, int offset, int vocabularySize) {
    int right = 0;
    try {
      StopCause cause = choose(logits, offset);
      while (cause == null && right < draft.length() && draft.token(right) == tokens[known - 1]) {
        right++;
        computed++;
        cause = choose(logits, offset + right * vocabularySize);
      }
      return cause;
    } catch (RuntimeException | StackOverflowError e) {
      LOG.log(System.Logger.Level.ERROR, CHOICE_FAILED + e);
      return StopCause.FAILED;
    } finally {
      if (draft.length() > 0) {
        generation.drafted(draft.length(), right);
        draft.judge(right);
      }
    }
  }

  private StopCause choose(float[] logits, int offset) {
    int token = chooser.choose(logits, offset);
    if (token < 0) {
      unusableLogits = token == Sampler.NO_TOKEN;
      LOG.log(System.Logger.Level.WARNING, unusableLogits ? UNUSABLE_LOGITS : NONE_ALLOWED);
      return StopCause.FAILED;
    }
    if (chooser.ended()) {
      return StopCause.STOP_TOKEN;
    }
    chooser.accept();
    append(token);
    generation.put(token, chooser.logprobs());
    if (chooser.exhausted()) {
      return StopCause.STOP_TOKEN;
    }
    return outputLeft() == 0 ? StopCause.LENGTH : null;
  }

  private void append(int token) {
    if (known == tokens.length) {
      int most = Math.addExact(promptLength, generation.maxOutput());
      tokens = Arrays.copyOf(tokens, (int) Math.min((long) known + GROWTH, most));
    }
    tokens[known++] = token;
  }

  /** Whether its logits were what ended it. */
  boolean hadUnusableLogits() {
    return unusableLogits;
  }
}
