package io.perilune.inference.constraint;

/**
 * The tokens that positions allow, remembered in parts: for a state what it allows by itself, and
 * for each frame below it what that allows to follow. Positions that differ only in frames that no
 * token reaches thus share a part, and so do generations that differ only in variables which no
 * token reaches. Thread-safe.
 */
final class MaskCache {
  /** As the part above a state: none. */
  private static final int NO_PART = -1;

  private final Automaton automaton;
  private final TokenTrie trie;
  private final VariableStates variables;
  private final MaskStore shared;

  /** What depends on variables. */
  private final MaskStore own = MaskStore.own();

  private MaskWalker walker;

  /**
   * Masks of an automaton with its variables put in.
   *
   * @param variables the states whose masks depend on these
   * @param shared takes the masks of all others
   */
  MaskCache(Automaton automaton, TokenTrie trie, VariableStates variables, MaskStore shared) {
    this.automaton = automaton;
    this.trie = trie;
    this.variables = variables;
    this.shared = shared;
  }

  /**
   * Adds the text tokens that may follow on positions to a bit set.
   *
   * @return false if that would take too long
   */
  synchronized boolean addAllowed(Positions positions, Stacks stacks, long[] mask) {
    if (walker == null) {
      walker = new MaskWalker(automaton, trie);
    }
    walker.allowSteps();
    for (int i = 0; i < positions.size(); i++) {
      MaskStore store = store(positions.state(i), shared);
      PartialMask part = part(null, positions.state(i), 0, store);
      int stack = positions.stack(i);
      while (part != PartialMask.GIVEN_UP) {
        part.addTo(mask);
        if (part.exits().length == 0 || stack == Stacks.BOTTOM) {
          break;
        }
        int frame = stacks.frame(stack);
        store = store(frame, store);
        part = part(part, frame, representative(frame, stacks.count(stack)), store);
        stack = stacks.below(stack);
      }
      if (part == PartialMask.GIVEN_UP) {
        return false;
      }
    }
    return true;
  }

  /** Where to remember what a frame allows below a part that is remembered in a store. */
  private MaskStore store(int frame, MaskStore above) {
    return variables.has(frame) ? own : above;
  }

  /** A count that allows the same tokens: no token is long enough to tell them apart. */
  private int representative(int frame, int count) {
    if (frame >= 0) {
      return 0;
    }
    int min = automaton.counters().min()[~frame];
    int max = automaton.counters().max()[~frame];
    int longest = trie.longest();
    if (max - count <= longest) {
      return count;
    }
    if (count >= min) {
      return min;
    }
    return min - count > longest ? 1 : count;
  }

  private PartialMask part(PartialMask above, int frame, int count, MaskStore store) {
    int aboveId = above == null ? NO_PART : above.id();
    PartialMask known = store.get(aboveId, frame, count);
    if (known != null) {
      return known;
    }
    boolean allSteps = walker.hasAllSteps();
    int id = store.newId();
    PartialMask part =
        above == null
            ? walker.fromState(frame, id)
            : walker.fromFrame(frame, count, above.exits(), id);
    // With fewer steps than a mask may take, the next one need not give it up.
    if (part != PartialMask.GIVEN_UP || allSteps) {
      store.put(aboveId, frame, count, part);
    }
    return part;
  }
}
