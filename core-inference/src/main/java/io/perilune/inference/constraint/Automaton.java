package io.perilune.inference.constraint;

import java.util.List;
import java.util.SortedMap;

/**
 * A pushdown automaton over bytes and control tokens. Each state has edges that take a byte or a
 * control token, edges that call a machine (and go on where it returns to), and edges that enter a
 * counted repetition of a machine. From every state an accepting state can be reached; what leads
 * nowhere has been left out. The edges of a state are those from its entry in the array of starts
 * up to the next state's.
 *
 * @param start the state to start in
 * @param flags what each state has, see the constants
 * @param byteStarts where the byte edges of each state start
 * @param bytes all byte edges; the lower ends of a state's ascend
 * @param controlStarts where the control edges of each state start
 * @param callStarts where the calls of each state start
 * @param countStarts where the counted repetitions of each state start
 * @param counts the counters of these
 * @param variables where the machines of variables start, by their indexes; such a machine is a
 *     chain of states with one byte edge each
 */
record Automaton(
    int start,
    byte[] flags,
    int[] byteStarts,
    ByteEdges bytes,
    int[] controlStarts,
    ControlEdges controls,
    int[] callStarts,
    CallEdges calls,
    int[] countStarts,
    int[] counts,
    Counters counters,
    SortedMap<Integer, Integer> variables) {
  /** The state may be the last of its machine. */
  static final byte ACCEPTS = 1;

  /** The state has edges that take something. */
  static final byte CONSUMES = 2;

  /** The state has calls or counted repetitions. */
  static final byte CALLS = 4;

  /** As the state where a call returns to: nothing is left to do there but to return again. */
  static final int TAIL = -1;

  /** Bytes from {@code low} to {@code high}, unsigned and inclusive, lead to {@code target}. */
  record ByteEdges(int[] low, int[] high, int[] target) {}

  /** Control tokens lead to {@code target}. */
  record ControlEdges(int[] token, int[] target) {}

  /** Machines that start in {@code callee} and after which {@code after} is next, or TAIL. */
  record CallEdges(int[] callee, int[] after) {}

  /**
   * Machines that start in {@code part}, run from {@code min} (1 or more) to {@code max} times, and
   * after which {@code after} is next.
   */
  record Counters(int[] part, int[] min, int[] max, int[] after) {}

  /** As the lower end of a byte edge: no byte takes it. */
  private static final int NO_BYTE = 0x100;

  /** The same automaton with the texts of variables put in. */
  Automaton with(List<byte[]> texts) {
    byte[] newFlags = flags.clone();
    int[] low = bytes.low.clone();
    int[] high = bytes.high.clone();
    variables.forEach(
        (index, start) -> {
          int state = start;
          for (byte value : texts.get(index)) {
            int edge = byteStarts[state];
            low[edge] = value & 0xFF;
            high[edge] = value & 0xFF;
            newFlags[state] = CONSUMES;
            state = bytes.target[edge];
          }
          newFlags[state] = ACCEPTS;
          if (byteStarts[state] < byteStarts[state + 1]) {
            low[byteStarts[state]] = NO_BYTE;
          }
        });
    return new Automaton(
        start,
        newFlags,
        byteStarts,
        new ByteEdges(low, high, bytes.target),
        controlStarts,
        controls,
        callStarts,
        calls,
        countStarts,
        counts,
        counters,
        variables);
  }

  int states() {
    return flags.length;
  }

  boolean has(int state, byte flag) {
    return (flags[state] & flag) != 0;
  }

  /** The memory that the automaton takes, in bytes. */
  long bytesUsed() {
    long ints =
        4L * (states() + 1)
            + 3L * bytes.low.length
            + 2L * controls.token.length
            + 2L * calls.callee.length
            + counts.length
            + 4L * counters.part.length;
    return states() + Integer.BYTES * ints;
  }
}
