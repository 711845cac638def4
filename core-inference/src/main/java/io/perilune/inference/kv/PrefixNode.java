package io.perilune.inference.kv;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A block in the prefix tree: the tokens whose keys and values it holds, all of which follow those
 * of its parent. A node of fewer than {@link KvCache#BLOCK_TOKENS} tokens has no children, and no
 * child's tokens are the beginning of another's.
 *
 * <p>Children are in lexicographic order of their tokens. So the one that agrees longest with a
 * given continuation stands beside its place in that order: a binary search finds it, tokens are
 * compared with tokens and never hashed, and no choice of prompts makes the search slow.
 */
final class PrefixNode {
  private static final int[] NO_TOKENS = {};
  private static final int NO_BLOCK = -1;

  private final PrefixTree tree;
  private final PrefixNode parent;
  private final int depth;
  private final int[] tokens;
  private final int block;
  private final List<PrefixNode> children = new ArrayList<>(1);
  private final Worth worth = new Worth();
  private boolean detached;

  /** The root of a tree, which has no block. */
  PrefixNode(PrefixTree tree) {
    this.tree = tree;
    this.parent = null;
    this.depth = -1;
    this.tokens = NO_TOKENS;
    this.block = NO_BLOCK;
  }

  PrefixNode(PrefixNode parent, int[] tokens, int block) {
    this.tree = parent.tree;
    this.parent = parent;
    this.depth = parent.depth + 1;
    this.tokens = tokens;
    this.block = block;
  }

  PrefixTree tree() {
    return tree;
  }

  PrefixNode parent() {
    return parent;
  }

  boolean isRoot() {
    return parent == null;
  }

  /** Blocks before this one. */
  int depth() {
    return depth;
  }

  int size() {
    return tokens.length;
  }

  int token(int i) {
    return tokens[i];
  }

  int block() {
    return block;
  }

  List<PrefixNode> children() {
    return children;
  }

  boolean isLeaf() {
    return children.isEmpty();
  }

  /** What keeps it from being evicted. */
  Worth worth() {
    return worth;
  }

  /** Whether it has been taken out of the tree. */
  boolean detached() {
    return detached;
  }

  void detach() {
    detached = true;
  }

  /** How many of its tokens are also the first ones of {@code sequence[from, to)}. */
  int common(int[] sequence, int from, int to) {
    int difference = Arrays.mismatch(tokens, 0, tokens.length, sequence, from, to);
    return difference < 0 ? tokens.length : difference;
  }

  /** The child that has most first tokens in common with {@code sequence[from, to)}, if any. */
  PrefixNode closestChild(int[] sequence, int from, int to) {
    int place = place(sequence, from, to);
    PrefixNode after = place < children.size() ? children.get(place) : null;
    PrefixNode before = place > 0 ? children.get(place - 1) : null;
    if (after == null || before == null) {
      return after == null ? before : after;
    }
    return before.common(sequence, from, to) > after.common(sequence, from, to) ? before : after;
  }

  /** The index of the first child whose tokens are not less than {@code sequence[from, to)}. */
  int place(int[] sequence, int from, int to) {
    int low = 0;
    int high = children.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      int[] other = children.get(middle).tokens;
      if (Arrays.compare(other, 0, other.length, sequence, from, to) < 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** Puts a child into its place. */
  void add(PrefixNode child) {
    children.add(place(child.tokens, 0, child.tokens.length), child);
  }

  void remove(PrefixNode child) {
    children.remove(place(child.tokens, 0, child.tokens.length));
  }
}
