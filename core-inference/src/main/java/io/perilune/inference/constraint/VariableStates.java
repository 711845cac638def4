package io.perilune.inference.constraint;

import java.util.BitSet;

/**
 * The states from which text leads into the text of a variable: what they allow differs from
 * generation to generation. Control tokens are borders, since no token's text reaches over them.
 */
final class VariableStates {
  private final Automaton automaton;
  private final BitSet states = new BitSet();

  VariableStates(Automaton automaton) {
    this.automaton = automaton;
    for (int start : automaton.variables().values()) {
      int state = start;
      states.set(state);
      while (automaton.byteStarts()[state] < automaton.byteStarts()[state + 1]) {
        state = automaton.bytes().target()[automaton.byteStarts()[state]];
        states.set(state);
      }
    }
    boolean changed = !states.isEmpty();
    while (changed) {
      changed = false;
      // Text mostly leads to later states, so few rounds are needed.
      for (int state = automaton.states() - 1; state >= 0; state--) {
        if (!states.get(state) && leads(state)) {
          states.set(state);
          changed = true;
        }
      }
    }
  }

  /** Whether a frame of a stack, or a state, is one of them. */
  boolean has(int frame) {
    return frame >= 0 ? states.get(frame) : !states.isEmpty() && counterLeads(~frame);
  }

  private boolean leads(int state) {
    for (int e = automaton.byteStarts()[state]; e < automaton.byteStarts()[state + 1]; e++) {
      if (states.get(automaton.bytes().target()[e])) {
        return true;
      }
    }
    Automaton.CallEdges calls = automaton.calls();
    for (int e = automaton.callStarts()[state]; e < automaton.callStarts()[state + 1]; e++) {
      int after = calls.after()[e];
      if (states.get(calls.callee()[e]) || after != Automaton.TAIL && states.get(after)) {
        return true;
      }
    }
    for (int e = automaton.countStarts()[state]; e < automaton.countStarts()[state + 1]; e++) {
      if (counterLeads(automaton.counts()[e])) {
        return true;
      }
    }
    return false;
  }

  private boolean counterLeads(int counter) {
    Automaton.Counters counters = automaton.counters();
    return states.get(counters.part()[counter]) || states.get(counters.after()[counter]);
  }
}
