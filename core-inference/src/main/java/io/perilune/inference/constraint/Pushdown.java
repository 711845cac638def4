package io.perilune.inference.constraint;

/**
 * Runs an {@link Automaton}: from positions and what comes next to the positions after it. Not
 * thread-safe. A step that would need too many positions or too deep stacks gives no positions.
 */
final class Pushdown {
  /** The most positions that are followed at a time. */
  static final int MAX_POSITIONS = 1024;

  /** Up to this many, a search is faster than hashing. */
  private static final int FEW = 8;

  private static final int SLOTS = 4 * MAX_POSITIONS;
  private static final int SLOT_SHIFT = Integer.numberOfLeadingZeros(SLOTS) + 1;

  private final Automaton automaton;
  private final Stacks stacks = new Stacks();

  /** What the current step has reached, calls and returns included. */
  private final int[] states = new int[MAX_POSITIONS];

  private final int[] tops = new int[MAX_POSITIONS];
  private int reached;
  private boolean full;

  /** How many edges and returns the current step has looked at, whether they lead on or not. */
  private int followed;

  /** Open addressing: the step in the high half, so that old entries count as empty. */
  private final long[] slots = new long[SLOTS];

  private int step;

  Pushdown(Automaton automaton) {
    this.automaton = automaton;
  }

  Stacks stacks() {
    return stacks;
  }

  /**
   * How many edges and returns the last step has looked at. That may be far more than the positions
   * it came to: many rules may call the same rules.
   */
  int followed() {
    return followed;
  }

  /** Positions before all text. */
  void start(Positions to) {
    begin();
    reach(automaton.start(), Stacks.BOTTOM);
    finish(to);
  }

  /** Positions after a frame has been returned to, over an empty stack. */
  void resume(int frame, int count, Positions to) {
    to.clear();
    begin();
    returnTo(frame, count, Stacks.BOTTOM);
    finish(to);
  }

  /** Positions after a byte, unsigned. */
  void takeByte(Positions from, int value, Positions to) {
    int[] starts = automaton.byteStarts();
    Automaton.ByteEdges edges = automaton.bytes();
    begin();
    for (int i = 0; i < from.size(); i++) {
      int end = starts[from.state(i) + 1];
      int e = starts[from.state(i)];
      followed -= e;
      for (; e < end && edges.low()[e] <= value; e++) {
        if (value <= edges.high()[e]) {
          reach(edges.target()[e], from.stack(i));
        }
      }
      followed += e;
    }
    finish(to);
  }

  /** Positions after a control token. */
  void takeControl(Positions from, int token, Positions to) {
    int[] starts = automaton.controlStarts();
    Automaton.ControlEdges edges = automaton.controls();
    begin();
    for (int i = 0; i < from.size(); i++) {
      int end = starts[from.state(i) + 1];
      for (int e = starts[from.state(i)]; e < end; e++) {
        if (edges.token()[e] == token) {
          reach(edges.target()[e], from.stack(i));
        }
      }
    }
    finish(to);
  }

  private void begin() {
    reached = 0;
    followed = 0;
    full = false;
    step++;
  }

  /** Follows calls and returns; keeps the states that take something. */
  private void finish(Positions to) {
    to.clear();
    for (int i = 0; i < reached; i++) {
      int state = states[i];
      if (automaton.has(state, Automaton.CONSUMES)) {
        to.add(state, tops[i]);
      }
      if (automaton.has(state, Automaton.CALLS)) {
        call(state, tops[i]);
      }
      if (automaton.has(state, Automaton.ACCEPTS)) {
        if (tops[i] == Stacks.BOTTOM) {
          to.markComplete();
        } else {
          int stack = tops[i];
          returnTo(stacks.frame(stack), stacks.count(stack), stacks.below(stack));
        }
      }
    }
    if (full) {
      to.clear();
    }
  }

  private void call(int state, int stack) {
    Automaton.CallEdges calls = automaton.calls();
    for (int e = automaton.callStarts()[state]; e < automaton.callStarts()[state + 1]; e++) {
      int after = calls.after()[e];
      reach(calls.callee()[e], after == Automaton.TAIL ? stack : stacks.push(after, 0, stack));
    }
    for (int e = automaton.countStarts()[state]; e < automaton.countStarts()[state + 1]; e++) {
      int counter = automaton.counts()[e];
      reach(automaton.counters().part()[counter], stacks.push(~counter, 1, stack));
    }
  }

  /** Goes on with a frame; those of counters are the complements of the counters' numbers. */
  private void returnTo(int frame, int count, int stack) {
    if (frame >= 0) {
      reach(frame, stack);
      return;
    }
    int counter = ~frame;
    Automaton.Counters counters = automaton.counters();
    int min = counters.min()[counter];
    int max = counters.max()[counter];
    if (count >= min) {
      reach(counters.after()[counter], stack);
    }
    if (count < max) {
      // Without an upper limit all counts from the lower one on are alike.
      int next = max == Pattern.UNBOUNDED ? Math.min(count + 1, min) : count + 1;
      reach(counters.part()[counter], stacks.push(frame, next, stack));
    }
  }

  private void reach(int state, int stack) {
    followed++;
    if (reached == MAX_POSITIONS || stack == Stacks.FULL) {
      full = true;
      return;
    }
    if (known(state, stack)) {
      return;
    }
    states[reached] = state;
    tops[reached++] = stack;
  }

  private boolean known(int state, int stack) {
    if (reached < FEW) {
      for (int i = 0; i < reached; i++) {
        if (states[i] == state && tops[i] == stack) {
          return true;
        }
      }
      return false;
    }
    if (reached == FEW) {
      for (int i = 0; i < FEW; i++) {
        claim(states[i], tops[i], i);
      }
    }
    return !claim(state, stack, reached);
  }

  /** Enters what is reached at {@code index}; false if it is there already. */
  private boolean claim(int state, int stack, int index) {
    int slot = (state * 31 + stack) * 0x9E3779B9 >>> SLOT_SHIFT;
    while ((int) (slots[slot] >>> Integer.SIZE) == step) {
      int other = (int) slots[slot];
      if (states[other] == state && tops[other] == stack) {
        return false;
      }
      slot = slot + 1 & SLOTS - 1;
    }
    slots[slot] = (long) step << Integer.SIZE | index;
    return true;
  }
}
