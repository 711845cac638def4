package io.perilune.inference.constraint;

import java.util.Arrays;

/** Walks the tree of a vocabulary to find the tokens that frames of a stack allow. */
final class MaskWalker {
  /**
   * The most work for one mask: positions times nodes, and what was followed to find them. A mask
   * that needs more is not computed: its generation would hold up all others.
   */
  static final long MAX_STEPS = 1 << 24;

  /** So many edges take about as long to follow as all else that is done for a position. */
  private static final int EDGES_PER_STEP = 4;

  private final TokenTrie trie;
  private final Pushdown pushdown;

  /** What is left to walk of {@link #MAX_STEPS}. */
  private long steps;

  /** Positions by depth below the node where a walk begins, and how many stacks there were. */
  private final Positions[] positions;

  private final int[] stackSizes;
  private final long[] allowed;
  private final IntList exits = new IntList();

  MaskWalker(Automaton automaton, TokenTrie trie) {
    this.trie = trie;
    this.pushdown = new Pushdown(automaton);
    this.positions = new Positions[trie.longest() + 1];
    for (int depth = 0; depth < positions.length; depth++) {
      positions[depth] = new Positions();
    }
    this.stackSizes = new int[positions.length];
    this.allowed = new long[words(trie.vocabularySize())];
  }

  /** The number of longs with a bit for each token. */
  static int words(int vocabularySize) {
    return Math.ceilDiv(vocabularySize, Long.SIZE);
  }

  /** Gives the next walks {@link #MAX_STEPS} steps in all. */
  void allowSteps() {
    steps = MAX_STEPS;
  }

  /** Whether nothing has been walked since then. */
  boolean hasAllSteps() {
    return steps == MAX_STEPS;
  }

  /** The tokens that a state allows; {@link PartialMask#GIVEN_UP} if that takes too many steps. */
  PartialMask fromState(int state, int id) {
    begin();
    positions[0].clear();
    positions[0].add(state, Stacks.BOTTOM);
    walk(TokenTrie.ROOT);
    return result(id);
  }

  /**
   * The tokens that a frame allows where the frames above it are done; {@link PartialMask#GIVEN_UP}
   * if that takes too many steps.
   */
  PartialMask fromFrame(int frame, int count, int[] nodes, int id) {
    begin();
    pushdown.resume(frame, count, positions[0]);
    for (int node : nodes) {
      if (positions[0].complete()) {
        exits.add(node);
      }
      walk(node);
    }
    return result(id);
  }

  private void begin() {
    pushdown.stacks().truncate(Stacks.BOTTOM + 1);
    Arrays.fill(allowed, 0);
    exits.clear();
  }

  private PartialMask result(int id) {
    return steps < 0 ? PartialMask.GIVEN_UP : PartialMask.of(id, allowed, exits.toArray());
  }

  /** Walks what is below a node, from the positions at depth 0. */
  private void walk(int root) {
    if (positions[0].size() == 0) {
      return;
    }
    Stacks stacks = pushdown.stacks();
    stackSizes[0] = stacks.size();
    int rootDepth = trie.depth(root);
    int end = trie.end(root);
    int node = root + 1;
    while (node < end && steps >= 0) {
      int depth = trie.depth(node) - rootDepth;
      Positions before = positions[depth - 1];
      Positions after = positions[depth];
      stacks.truncate(stackSizes[depth - 1]);
      pushdown.takeByte(before, trie.label(node), after);
      steps -= before.size() + pushdown.followed() / EDGES_PER_STEP;
      if (after.none()) {
        node = trie.end(node);
        continue;
      }
      trie.addTokens(node, allowed);
      stackSizes[depth] = stacks.size();
      if (after.complete() && trie.end(node) > node + 1) {
        exits.add(node);
      }
      node = after.size() == 0 ? trie.end(node) : node + 1;
    }
    stacks.truncate(stackSizes[0]);
  }
}
