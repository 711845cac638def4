package io.perilune.inference.constraint;

import io.perilune.inference.constraint.Automaton.ByteEdges;
import io.perilune.inference.constraint.Automaton.CallEdges;
import io.perilune.inference.constraint.Automaton.ControlEdges;
import io.perilune.inference.constraint.Automaton.Counters;
import java.util.BitSet;
import java.util.List;
import java.util.SortedMap;

/** Packs the edges that lead somewhere into an {@link Automaton}. */
final class AutomatonBuilder {
  private final EdgeLists edges;
  private final BitSet accepting;
  private final int states;

  /** The states from which an accepting state can be reached. */
  private final BitSet useful;

  AutomatonBuilder(EdgeLists edges, BitSet accepting, int states) {
    this.edges = edges;
    this.accepting = accepting;
    this.states = states;
    this.useful = new UsefulStates(edges, states).find(accepting);
  }

  /**
   * Builds the automaton, which starts in state 0.
   *
   * @param variables where the machines of variables start, by their indexes
   * @throws GrammarException if it cannot come to an end
   */
  Automaton build(List<Nfa.Counter> counters, SortedMap<Integer, Integer> variables) {
    if (!useful.get(0)) {
      throw new GrammarException(
          "the grammar matches no text at all: it never comes to an end; give its rules options"
              + " that end");
    }
    int[] bytes = kept(edges.bytes, false);
    int[] controls = kept(edges.controls, false);
    int[] calls = kept(edges.calls, true);
    int[] counts = kept(edges.counts, true);
    byte[] flags = new byte[states];
    accepting.stream().forEach(state -> flags[state] |= Automaton.ACCEPTS);
    flag(flags, edges.bytes, bytes, Automaton.CONSUMES);
    flag(flags, edges.controls, controls, Automaton.CONSUMES);
    flag(flags, edges.calls, calls, Automaton.CALLS);
    flag(flags, edges.counts, counts, Automaton.CALLS);
    return new Automaton(
        0,
        flags,
        starts(edges.bytes, bytes),
        new ByteEdges(
            select(edges.bytes.a, bytes),
            select(edges.bytes.b, bytes),
            select(edges.bytes.target, bytes)),
        starts(edges.controls, controls),
        new ControlEdges(
            select(edges.controls.a, controls), select(edges.controls.target, controls)),
        starts(edges.calls, calls),
        new CallEdges(select(edges.calls.a, calls), afterCalls(calls, flags)),
        starts(edges.counts, counts),
        select(edges.counts.b, counts),
        counters(counters, counts),
        variables);
  }

  /** The edges between useful states. */
  private int[] kept(EdgeLists.Edges kind, boolean calls) {
    IntList kept = new IntList();
    for (int edge = 0; edge < kind.size(); edge++) {
      boolean leads = useful.get(kind.target.get(edge));
      if (useful.get(kind.from.get(edge)) && leads && (!calls || useful.get(kind.a.get(edge)))) {
        kept.add(edge);
      }
    }
    return kept.toArray();
  }

  private static void flag(byte[] flags, EdgeLists.Edges kind, int[] kept, byte flag) {
    for (int edge : kept) {
      flags[kind.from.get(edge)] |= flag;
    }
  }

  /** Where each state's edges start; they are in order of states already. */
  private int[] starts(EdgeLists.Edges kind, int[] kept) {
    int[] starts = new int[states + 1];
    for (int edge : kept) {
      starts[kind.from.get(edge) + 1]++;
    }
    for (int state = 0; state < states; state++) {
      starts[state + 1] += starts[state];
    }
    return starts;
  }

  private static int[] select(IntList from, int[] indices) {
    int[] selected = new int[indices.length];
    for (int i = 0; i < indices.length; i++) {
      selected[i] = from.get(indices[i]);
    }
    return selected;
  }

  private int[] afterCalls(int[] calls, byte[] flags) {
    int[] after = select(edges.calls.target, calls);
    for (int i = 0; i < after.length; i++) {
      after[i] = flags[after[i]] == Automaton.ACCEPTS ? Automaton.TAIL : after[i];
    }
    return after;
  }

  private Counters counters(List<Nfa.Counter> counters, int[] kept) {
    int[] part = new int[counters.size()];
    int[] after = new int[counters.size()];
    for (int edge : kept) {
      int counter = edges.counts.b.get(edge);
      part[counter] = edges.counts.a.get(edge);
      after[counter] = edges.counts.target.get(edge);
    }
    int[] min = counters.stream().mapToInt(Nfa.Counter::min).toArray();
    int[] max = counters.stream().mapToInt(Nfa.Counter::max).toArray();
    return new Counters(part, min, max, after);
  }
}
