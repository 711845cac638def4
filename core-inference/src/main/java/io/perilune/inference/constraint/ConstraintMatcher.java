package io.perilune.inference.constraint;

import io.perilune.inference.sampling.TokenFilter;
import java.util.Arrays;

/**
 * Follows one generation through its constraint. Not thread-safe. In the long run allocates nothing
 * per token: masks are remembered, stacks reuse their memory.
 */
public final class ConstraintMatcher implements TokenFilter {
  /** Stacks are tidied up when there are this many times those that were needed last time. */
  private static final int TIDY_FACTOR = 2;

  private static final int MIN_TIDY = 256;

  /** Up to this many of 64 logits are saved while all are overwritten. */
  private static final int MAX_SAVED = 16;

  private enum Phase {
    /** Before a trigger. */
    FREE,
    /** The grammar rules. */
    BOUND,
    /** A token that ends the generation was taken. */
    ENDED
  }

  private final CompiledConstraint constraint;
  private final Pushdown pushdown;
  private final long[] mask;
  private final float[] saved = new float[MAX_SAVED];
  private Positions current = new Positions();
  private Positions next = new Positions();
  private Positions spare = new Positions();
  private Phase phase;
  private int tidyAt = MIN_TIDY;

  ConstraintMatcher(CompiledConstraint constraint) {
    this.constraint = constraint;
    this.pushdown = new Pushdown(constraint.automaton());
    this.mask = new long[MaskWalker.words(constraint.trie().vocabularySize())];
    this.phase = constraint.lazy() ? Phase.FREE : Phase.BOUND;
    pushdown.start(current);
  }

  @Override
  public boolean accept(int token) {
    if (token >= constraint.trie().vocabularySize()) {
      return false;
    }
    boolean ends = constraint.endsGeneration(token);
    boolean accepted =
        switch (phase) {
          case FREE -> ends ? !constraint.required() : acceptFree(token);
          case BOUND -> ends ? current.complete() : acceptBound(token);
          case ENDED -> false;
        };
    if (accepted && ends) {
      phase = Phase.ENDED;
    }
    return accepted;
  }

  private boolean acceptFree(int token) {
    if (constraint.isTrigger(token)) {
      phase = Phase.BOUND;
      return acceptBound(token);
    }
    return true;
  }

  private boolean acceptBound(int token) {
    int stacksBefore = pushdown.stacks().size();
    takeText(token);
    pushdown.takeControl(current, token, spare);
    next.addAll(spare);
    if (next.none()) {
      pushdown.stacks().truncate(stacksBefore);
      return false;
    }
    Positions before = current;
    current = next;
    next = before;
    if (pushdown.stacks().size() > tidyAt) {
      pushdown.stacks().retain(current);
      tidyAt = Math.max(MIN_TIDY, TIDY_FACTOR * pushdown.stacks().size());
    }
    return true;
  }

  /** Puts the positions after a token's text into {@link #next}; none if it is not text. */
  private void takeText(int token) {
    TokenTrie trie = constraint.trie();
    int length = trie.length(token);
    next.clear();
    if (length == 0) {
      return;
    }
    pushdown.takeByte(current, trie.byteAt(token, 0), next);
    for (int i = 1; i < length && !next.none(); i++) {
      pushdown.takeByte(next, trie.byteAt(token, i), spare);
      Positions before = next;
      next = spare;
      spare = before;
    }
  }

  /** Whether a token was taken that ends the generation. */
  public boolean ended() {
    return phase == Phase.ENDED;
  }

  /** Whether the grammar has been matched and nothing but the end can follow. */
  public boolean exhausted() {
    return phase == Phase.BOUND && current.size() == 0;
  }

  @Override
  public boolean ruleOut(float[] logits, int offset, int count) {
    if (!fillMask()) {
      return false;
    }
    long any = 0;
    for (int i = 0; i < mask.length; i++) {
      any |= mask[i];
      int from = i * Long.SIZE;
      if (from < count) {
        int length = Math.min(Long.SIZE, count - from);
        keep(mask[i] & -1L >>> Long.SIZE - length, logits, offset + from, offset + from + length);
      }
    }
    int known = Math.min(mask.length * Long.SIZE, count);
    Arrays.fill(logits, offset + known, offset + count, Float.NEGATIVE_INFINITY);
    return any != 0;
  }

  /** Rules out the logits from {@code from} to {@code to} whose bits are not set. */
  private void keep(long bits, float[] logits, int from, int to) {
    if (Long.bitCount(bits) > MAX_SAVED) {
      for (long rest = ~bits; rest != 0; rest &= rest - 1) {
        int i = from + Long.numberOfTrailingZeros(rest);
        if (i < to) {
          logits[i] = Float.NEGATIVE_INFINITY;
        }
      }
      return;
    }
    // Few are left: it is faster to put them back than to leave them out.
    int count = 0;
    for (long rest = bits; rest != 0; rest &= rest - 1) {
      saved[count++] = logits[from + Long.numberOfTrailingZeros(rest)];
    }
    Arrays.fill(logits, from, to, Float.NEGATIVE_INFINITY);
    count = 0;
    for (long rest = bits; rest != 0; rest &= rest - 1) {
      logits[from + Long.numberOfTrailingZeros(rest)] = saved[count++];
    }
  }

  /** Sets the bits of the tokens that are allowed now; false if that takes too long to find out. */
  private boolean fillMask() {
    Arrays.fill(mask, 0);
    return switch (phase) {
      case FREE -> {
        allowAll();
        if (constraint.required()) {
          for (int token : constraint.endTokens()) {
            mask[token >>> 6] &= ~(1L << token);
          }
        }
        yield true;
      }
      case BOUND -> {
        addControls();
        yield constraint.masks().addAllowed(current, pushdown.stacks(), mask);
      }
      case ENDED -> true;
    };
  }

  private void allowAll() {
    int size = constraint.trie().vocabularySize();
    Arrays.fill(mask, -1);
    if (size % Long.SIZE != 0) {
      mask[mask.length - 1] = (1L << size) - 1;
    }
  }

  private void addControls() {
    Automaton automaton = constraint.automaton();
    for (int i = 0; i < current.size(); i++) {
      int state = current.state(i);
      for (int e = automaton.controlStarts()[state];
          e < automaton.controlStarts()[state + 1];
          e++) {
        allow(automaton.controls().token()[e]);
      }
    }
    if (current.complete()) {
      for (int token : constraint.endTokens()) {
        allow(token);
      }
    }
  }

  private void allow(int token) {
    mask[token >>> 6] |= 1L << token;
  }
}
