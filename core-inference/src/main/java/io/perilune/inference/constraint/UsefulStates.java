package io.perilune.inference.constraint;

import java.util.BitSet;

/** Finds the states from which an accepting state of their machine can be reached. */
final class UsefulStates {
  private final EdgeLists edges;

  /** For each state the edges that wait for it, and for each edge the state that leaves by it. */
  private final IntList[] waiting;

  private final IntList leavers = new IntList();

  /** How many states each edge still waits for. */
  private final IntList missing = new IntList();

  UsefulStates(EdgeLists edges, int states) {
    this.edges = edges;
    this.waiting = new IntList[states];
  }

  BitSet find(BitSet accepting) {
    addEdges(edges.bytes, false);
    addEdges(edges.controls, false);
    addEdges(edges.calls, true);
    addEdges(edges.counts, true);
    BitSet useful = (BitSet) accepting.clone();
    IntList news = new IntList();
    accepting.stream().forEach(news::add);
    for (int i = 0; i < news.size(); i++) {
      IntList edgesOfNew = waiting[news.get(i)];
      for (int j = 0; edgesOfNew != null && j < edgesOfNew.size(); j++) {
        int edge = edgesOfNew.get(j);
        missing.set(edge, missing.get(edge) - 1);
        int leaver = leavers.get(edge);
        if (missing.get(edge) == 0 && !useful.get(leaver)) {
          useful.set(leaver);
          news.add(leaver);
        }
      }
    }
    return useful;
  }

  /** Adds edges of one kind; calls need the called machine to end as well. */
  private void addEdges(EdgeLists.Edges kind, boolean calls) {
    for (int i = 0; i < kind.size(); i++) {
      int edge = leavers.size();
      leavers.add(kind.from.get(i));
      missing.add(calls ? 2 : 1);
      await(kind.target.get(i), edge);
      if (calls) {
        await(kind.a.get(i), edge);
      }
    }
  }

  private void await(int state, int edge) {
    if (waiting[state] == null) {
      waiting[state] = new IntList();
    }
    waiting[state].add(edge);
  }
}
