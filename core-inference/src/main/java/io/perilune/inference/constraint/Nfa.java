package io.perilune.inference.constraint;

/**
 * A nondeterministic automaton over bytes and control tokens whose edges may also call other parts
 * of it, its machines. There is one machine for each rule and for each part that is counted.
 */
final class Nfa {
  /** The most states; a bound on the memory that a grammar takes while it is compiled. */
  static final int MAX_STATES = 1_000_000;

  /** What an edge does. */
  enum Kind {
    /** Nothing. */
    EMPTY,
    /** Takes a byte from {@code a} to {@code b}. */
    BYTES,
    /** Takes the control token {@code a}. */
    CONTROL,
    /** Runs the machine {@code a}. */
    CALL,
    /** Runs a machine several times, as the counter {@code a} says. */
    COUNT
  }

  /**
   * A repetition that is counted.
   *
   * @param min 1 or more
   * @param max or {@link Pattern#UNBOUNDED}
   */
  record Counter(int machine, int min, int max) {}

  private static final int NONE = -1;

  private final IntList firstEdge = new IntList();
  private final IntList machineOfState = new IntList();

  private final IntList nextEdge = new IntList();
  private final IntList kinds = new IntList();
  private final IntList as = new IntList();
  private final IntList bs = new IntList();
  private final IntList targets = new IntList();

  private final IntList starts = new IntList();
  private final IntList ends = new IntList();

  /** Adds a machine of two states. */
  int addMachine() {
    int machine = starts.size();
    starts.add(addState(machine));
    ends.add(addState(machine));
    return machine;
  }

  int addState(int machine) {
    if (firstEdge.size() == MAX_STATES) {
      throw new GrammarException(
          "the grammar is too large: it needs more than %d states; make it simpler or smaller"
              .formatted(MAX_STATES));
    }
    firstEdge.add(NONE);
    machineOfState.add(machine);
    return firstEdge.size() - 1;
  }

  void addEdge(int from, Kind kind, int a, int b, int to) {
    nextEdge.add(firstEdge.get(from));
    firstEdge.set(from, nextEdge.size() - 1);
    kinds.add(kind.ordinal());
    as.add(a);
    bs.add(b);
    targets.add(to);
  }

  void addEmpty(int from, int to) {
    addEdge(from, Kind.EMPTY, 0, 0, to);
  }

  int states() {
    return firstEdge.size();
  }

  int machines() {
    return starts.size();
  }

  int start(int machine) {
    return starts.get(machine);
  }

  int machine(int state) {
    return machineOfState.get(state);
  }

  /** Whether a state is the end of its machine. */
  boolean accepts(int state) {
    return ends.get(machineOfState.get(state)) == state;
  }

  int end(int machine) {
    return ends.get(machine);
  }

  /** The first of a state's edges, or -1. */
  int firstEdge(int state) {
    return firstEdge.get(state);
  }

  /** The edge of the same state after {@code edge}, or -1. */
  int nextEdge(int edge) {
    return nextEdge.get(edge);
  }

  boolean is(int edge, Kind kind) {
    return kinds.get(edge) == kind.ordinal();
  }

  int a(int edge) {
    return as.get(edge);
  }

  int b(int edge) {
    return bs.get(edge);
  }

  int target(int edge) {
    return targets.get(edge);
  }
}
