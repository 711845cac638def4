package io.perilune.inference.constraint;

/** The edges of an automaton in the making, in order of the states that they leave. */
final class EdgeLists {
  /** Edges of one kind: the state that each leaves, and up to three numbers. */
  static final class Edges {
    final IntList from = new IntList();
    final IntList a = new IntList();
    final IntList b = new IntList();
    final IntList target = new IntList();

    void add(int state, int first, int second, int to) {
      from.add(state);
      a.add(first);
      b.add(second);
      target.add(to);
    }

    int size() {
      return from.size();
    }
  }

  /** From byte, to byte, target. */
  final Edges bytes = new Edges();

  /** Token, nothing, target. */
  final Edges controls = new Edges();

  /** The callee's first state, nothing, the state after it. */
  final Edges calls = new Edges();

  /** The part's first state, the counter, the state after it. */
  final Edges counts = new Edges();
}
