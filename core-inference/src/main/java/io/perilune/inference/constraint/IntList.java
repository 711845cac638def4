package io.perilune.inference.constraint;

import java.util.Arrays;

/** A growing list of ints. */
final class IntList {
  private int[] items = new int[8];
  private int size;

  void add(int item) {
    if (size == items.length) {
      items = Arrays.copyOf(items, 2 * size);
    }
    items[size++] = item;
  }

  int get(int index) {
    return items[index];
  }

  void set(int index, int item) {
    items[index] = item;
  }

  int size() {
    return size;
  }

  void clear() {
    size = 0;
  }

  int[] toArray() {
    return Arrays.copyOf(items, size);
  }

  /** The items in ascending order, each once. */
  int[] toSet() {
    Arrays.sort(items, 0, size);
    int kept = 0;
    for (int i = 0; i < size; i++) {
      if (i == 0 || items[i] != items[i - 1]) {
        items[kept++] = items[i];
      }
    }
    size = kept;
    return toArray();
  }
}
