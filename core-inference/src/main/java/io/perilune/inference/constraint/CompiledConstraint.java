package io.perilune.inference.constraint;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * A {@link GenerationConstraint} made ready for a vocabulary. Thread-safe; any number of
 * generations may use one.
 */
public final class CompiledConstraint {
  private final Automaton automaton;
  private final TokenTrie trie;
  private final VariableStates variables;
  private final MaskStore shared;
  private final MaskCache masks;

  /** In ascending order. */
  private final int[] triggers;

  private final int[] endTokens;
  private final boolean required;

  /**
   * A constraint with the texts of its variables.
   *
   * @param variables the states that depend on these
   * @param shared the masks of all others
   */
  private CompiledConstraint(
      Automaton automaton,
      VariableStates variables,
      MaskStore shared,
      TokenTrie trie,
      int[] triggers,
      int[] endTokens,
      boolean required) {
    this.automaton = automaton;
    this.variables = variables;
    this.shared = shared;
    this.trie = trie;
    this.masks = new MaskCache(automaton, trie, variables, shared);
    this.triggers = triggers;
    this.endTokens = endTokens;
    this.required = required;
  }

  CompiledConstraint(
      Automaton automaton, TokenTrie trie, int[] triggers, int[] endTokens, boolean required) {
    this(
        automaton,
        new VariableStates(automaton),
        MaskStore.shared(),
        trie,
        triggers,
        endTokens,
        required);
  }

  /** The same with the texts of its variables; what does not depend on them is shared. */
  CompiledConstraint with(List<String> texts) {
    if (automaton.variables().isEmpty()) {
      return this;
    }
    if (automaton.variables().lastKey() >= texts.size()) {
      throw new GrammarException(
          "the grammar has a variable %d, for which there is no text; give one"
              .formatted(automaton.variables().lastKey()));
    }
    List<byte[]> bytes = texts.stream().map(text -> text.getBytes(StandardCharsets.UTF_8)).toList();
    return new CompiledConstraint(
        automaton.with(bytes), variables, shared, trie, triggers, endTokens, required);
  }

  /** For one generation, from its first token on. */
  public ConstraintMatcher newMatcher() {
    return new ConstraintMatcher(this);
  }

  /** The memory that the constraint takes now, in bytes. */
  public long bytesUsed() {
    return automaton.bytesUsed() + shared.bytesUsed();
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
