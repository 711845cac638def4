package io.perilune.inference.sampling;

/** The binary heap in the first elements of an array, with the least one on top. */
final class LongHeap {
  private LongHeap() {}

  static void heapify(long[] items, int size) {
    for (int i = size / 2 - 1; i >= 0; i--) {
      siftDown(items, i, size);
    }
  }

  /** Sorts a heap: the greatest first. */
  static void sort(long[] items, int size) {
    for (int end = size - 1; end > 0; end--) {
      removeLeast(items, end + 1);
    }
  }

  /** Takes the least item from the top of a heap and puts it behind the heap, now shorter by it. */
  static long removeLeast(long[] items, int size) {
    long least = items[0];
    items[0] = items[size - 1];
    items[size - 1] = least;
    siftDown(items, 0, size - 1);
    return least;
  }

  /** Puts the item at {@code top} where it belongs below. */
  static void siftDown(long[] items, int top, int size) {
    long item = items[top];
    int i = top;
    for (int child = 2 * i + 1; child < size; child = 2 * i + 1) {
      if (child + 1 < size && items[child + 1] < items[child]) {
        child++;
      }
      if (items[child] >= item) {
        break;
      }
      items[i] = items[child];
      i = child;
    }
    items[i] = item;
  }
}
