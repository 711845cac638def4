package io.perilune.inference.constraint;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Makes the automaton's choice of the next state unique, as far as that is cheap: a state of the
 * result is a set of states of the {@link Nfa}. Where a machine would become much larger, sets of
 * one state are used from there on, and the choice stays open until the text is matched.
 */
final class Determinizer {
  /** A machine may have this many times the states that it has in the {@link Nfa}. */
  private static final int MAX_GROWTH = 4;

  /** States that even the smallest machine may have. */
  private static final int MIN_STATES = 64;

  /** A bound on the time to compile a grammar: edges and states looked at. */
  private static final long MAX_STEPS = 30_000_000;

  private static final int BYTES = 256;

  /** A set of states as a key. */
  private record StateSet(int[] states) {
    @Override
    public boolean equals(Object other) {
      return other instanceof StateSet(int[] those) && Arrays.equals(states, those);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(states);
    }
  }

  private final Nfa nfa;
  private final EdgeLists edges = new EdgeLists();
  private final BitSet accepting = new BitSet();

  /** The results by the sets that edges lead to, and by all that matters in their closures. */
  private final Map<StateSet, Integer> byTargets = new HashMap<>();

  private final Map<StateSet, Integer> byClosure = new HashMap<>();
  private final List<int[]> closures = new ArrayList<>();

  /** How many more states each machine may have. */
  private final int[] room;

  private final BitSet seen = new BitSet();
  private final IntList stack = new IntList();
  private long steps;

  /** Where a range of the state's bytes begins, or one has ended. */
  private final BitSet cuts = new BitSet(BYTES + 1);

  private final IntList byteEdges = new IntList();
  private final IntList targets = new IntList();

  private Determinizer(Nfa nfa) {
    this.nfa = nfa;
    this.room = new int[nfa.machines()];
    Arrays.fill(room, MIN_STATES);
    for (int state = 0; state < nfa.states(); state++) {
      room[nfa.machine(state)] += MAX_GROWTH;
    }
  }

  /**
   * The automaton of the machine 0 and all that it calls.
   *
   * @param variables the machines of variables by their indexes
   * @throws GrammarException if that takes too long or if the machine matches nothing
   */
  static Automaton determinize(
      Nfa nfa, List<Nfa.Counter> counters, SortedMap<Integer, Integer> variables) {
    Determinizer determinizer = new Determinizer(nfa);
    determinizer.stateOf(nfa.start(0));
    SortedMap<Integer, Integer> variableStarts = new TreeMap<>();
    variables.forEach(
        (index, machine) -> variableStarts.put(index, determinizer.stateOf(nfa.start(machine))));
    for (int state = 0; state < determinizer.closures.size(); state++) {
      determinizer.addEdges(state, counters);
    }
    int states = determinizer.closures.size();
    return new AutomatonBuilder(determinizer.edges, determinizer.accepting, states)
        .build(counters, variableStarts);
  }

  private void addEdges(int from, List<Nfa.Counter> counters) {
    Map<Integer, IntList> controls = new HashMap<>();
    Map<Integer, IntList> calls = new HashMap<>();
    byteEdges.clear();
    for (int state : closures.get(from)) {
      for (int edge = nfa.firstEdge(state); edge >= 0; edge = nfa.nextEdge(edge)) {
        int a = nfa.a(edge);
        if (nfa.is(edge, Nfa.Kind.BYTES)) {
          byteEdges.add(edge);
        } else if (nfa.is(edge, Nfa.Kind.CONTROL)) {
          controls.computeIfAbsent(a, token -> new IntList()).add(nfa.target(edge));
        } else if (nfa.is(edge, Nfa.Kind.CALL)) {
          calls.computeIfAbsent(a, machine -> new IntList()).add(nfa.target(edge));
        } else if (nfa.is(edge, Nfa.Kind.COUNT)) {
          int part = stateOf(nfa.start(counters.get(a).machine()));
          edges.counts.add(from, part, a, stateOf(nfa.target(edge)));
        }
      }
    }
    addByteEdges(from);
    controls.forEach((token, to) -> add(edges.controls, from, token, 0, to));
    calls.forEach((machine, to) -> add(edges.calls, from, stateOf(nfa.start(machine)), 0, to));
  }

  /** Cuts the bytes where any edge's range begins or ends, and adds an edge for each piece. */
  private void addByteEdges(int from) {
    cuts.clear();
    for (int i = 0; i < byteEdges.size(); i++) {
      cuts.set(nfa.a(byteEdges.get(i)));
      cuts.set(nfa.b(byteEdges.get(i)) + 1);
    }
    int low = cuts.nextSetBit(0);
    while (low >= 0 && low < BYTES) {
      int next = cuts.nextSetBit(low + 1);
      targets.clear();
      work(byteEdges.size());
      for (int i = 0; i < byteEdges.size(); i++) {
        int edge = byteEdges.get(i);
        if (nfa.a(edge) <= low && low <= nfa.b(edge)) {
          targets.add(nfa.target(edge));
        }
      }
      if (targets.size() > 0) {
        add(edges.bytes, from, low, next - 1, targets);
      }
      low = next;
    }
  }

  private void add(EdgeLists.Edges kind, int from, int a, int b, IntList to) {
    int[] set = to.toSet();
    if (set.length == 1 || room[nfa.machine(set[0])] > 0) {
      addOrExtend(kind, from, a, b, stateOf(set));
      return;
    }
    for (int state : set) {
      addOrExtend(kind, from, a, b, stateOf(state));
    }
  }

  /** Adds an edge; bytes that follow on those of the edge before and lead to the same join it. */
  private void addOrExtend(EdgeLists.Edges kind, int from, int a, int b, int to) {
    int last = kind.size() - 1;
    if (kind == edges.bytes
        && last >= 0
        && kind.from.get(last) == from
        && kind.target.get(last) == to
        && kind.b.get(last) + 1 == a) {
      kind.b.set(last, b);
    } else {
      kind.add(from, a, b, to);
    }
  }

  private int stateOf(int... set) {
    StateSet key = new StateSet(set);
    Integer known = byTargets.get(key);
    if (known == null) {
      known = stateOfClosure(set);
      byTargets.put(key, known);
    }
    return known;
  }

  private int stateOfClosure(int[] set) {
    int[] closure = closure(set);
    Integer known = byClosure.putIfAbsent(new StateSet(closure), closures.size());
    if (known != null) {
      return known;
    }
    int added = closures.size();
    closures.add(closure);
    for (int state : closure) {
      if (nfa.accepts(state)) {
        accepting.set(added);
      }
    }
    room[nfa.machine(set[0])]--;
    return added;
  }

  /** The states that are reached without taking anything, as far as they have other edges. */
  private int[] closure(int[] set) {
    IntList result = new IntList();
    stack.clear();
    for (int state : set) {
      push(state);
    }
    for (int i = 0; i < stack.size(); i++) {
      int state = stack.get(i);
      boolean matters = nfa.accepts(state);
      for (int edge = nfa.firstEdge(state); edge >= 0; edge = nfa.nextEdge(edge)) {
        work(1);
        if (nfa.is(edge, Nfa.Kind.EMPTY)) {
          push(nfa.target(edge));
        } else {
          matters = true;
        }
      }
      if (matters) {
        result.add(state);
      }
    }
    for (int i = 0; i < stack.size(); i++) {
      seen.clear(stack.get(i));
    }
    return result.toSet();
  }

  private void push(int state) {
    if (!seen.get(state)) {
      seen.set(state);
      stack.add(state);
    }
  }

  private void work(int more) {
    steps += more;
    if (steps > MAX_STEPS) {
      throw new GrammarException(
          "the grammar takes too long to compile: too many of its options begin alike or overlap;"
              + " make it simpler");
    }
  }
}
