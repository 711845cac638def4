package io.perilune.inference.constraint;

import java.util.Arrays;

/**
 * A {@link GenerationConstraint} made ready for a vocabulary. Thread-safe; any number of
 * generations may use one.
 */
public final class CompiledConstraint {
  private final Automaton automaton;
  private final TokenTrie trie;
  private final MaskCache masks;

  /** In ascending order. */
  private final int[] triggers;

  private final int[] endTokens;
  private final boolean required;

  CompiledConstraint(
      Automaton automaton, TokenTrie trie, int[] triggers, int[] endTokens, boolean required) {
    this.automaton = automaton;
    this.trie = trie;
    this.masks = new MaskCache(automaton, trie);
    this.triggers = triggers;
    this.endTokens = endTokens;
    this.required = required;
  }

  /** For one generation, from its first token on. */
  public ConstraintMatcher newMatcher() {
    return new ConstraintMatcher(this);
  }

  /** The memory that the constraint takes now, in bytes. */
  public long bytesUsed() {
    return automaton.bytesUsed() + masks.bytesUsed();
  }

  Automaton automaton() {
    return automaton;
  }

  TokenTrie trie() {
    return trie;
  }

  MaskCache masks() {
    return masks;
  }

  boolean lazy() {
    return triggers.length > 0;
  }

  boolean isTrigger(int token) {
    return Arrays.binarySearch(triggers, token) >= 0;
  }

  boolean endsGeneration(int token) {
    return Arrays.binarySearch(endTokens, token) >= 0;
  }

  int[] endTokens() {
    return endTokens;
  }

  boolean required() {
    return required;
  }
}
