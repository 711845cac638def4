package io.perilune.inference.constraint;

import java.util.Arrays;

/** All places of a grammar where a text may have come to: states with the stacks below them. */
final class Positions {
  private int[] states = new int[8];
  private int[] stacks = new int[8];
  private int size;
  private boolean complete;

  void clear() {
    size = 0;
    complete = false;
  }

  void add(int state, int stack) {
    if (size == states.length) {
      states = Arrays.copyOf(states, 2 * size);
      stacks = Arrays.copyOf(stacks, 2 * size);
    }
    states[size] = state;
    stacks[size++] = stack;
  }

  void addAll(Positions others) {
    for (int i = 0; i < others.size; i++) {
      add(others.states[i], others.stacks[i]);
    }
    complete |= others.complete;
  }

  /** Adds that the text may end here. */
  void markComplete() {
    complete = true;
  }

  /** The number of positions where the text can go on. */
  int size() {
    return size;
  }

  int state(int index) {
    return states[index];
  }

  int stack(int index) {
    return stacks[index];
  }

  /** Whether the text may end here. */
  boolean complete() {
    return complete;
  }

  /** Whether the text can neither end nor go on: it does not match. */
  boolean none() {
    return size == 0 && !complete;
  }

  void renumber(int[] newStacks) {
    for (int i = 0; i < size; i++) {
      stacks[i] = newStacks[stacks[i]];
    }
  }
}
