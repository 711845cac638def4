package io.perilune.inference.sampling;

/**
 * The tokens that may still be chosen. A token and its logit are packed into one long, so that the
 * better of two tokens is the greater long: the logit's order in the high half, and below it the
 * token, of which the lower is the better.
 */
final class Candidates {
  private final long[] items;
  private final double[] weights;
  private int size;

  Candidates(int capacity) {
    items = new long[capacity];
    weights = new double[capacity];
  }

  /** Selects as many of the best tokens as there is capacity for, best first. */
  void selectGreatest(float[] logits, int offset, int count) {
    size = items.length;
    for (int token = 0; token < size; token++) {
      items[token] = pack(logits[offset + token], token);
    }
    heapify();
    for (int token = size; token < count; token++) {
      long item = pack(logits[offset + token], token);
      if (item > items[0]) {
        items[0] = item;
        siftDown(0, size);
      }
    }
    sortHeap();
  }

  /** Selects all tokens whose logit is {@code least} or more, in order of token. */
  void selectFrom(float least, float[] logits, int offset, int count) {
    size = 0;
    for (int token = 0; token < count; token++) {
      if (logits[offset + token] >= least) {
        items[size++] = pack(logits[offset + token], token);
      }
    }
  }

  /** Puts the best first. */
  void sort() {
    heapify();
    sortHeap();
  }

  /** Sum of {@code exp(logit - greatest)}. */
  double sumOfExp(float greatest) {
    double sum = 0;
    for (int i = 0; i < size; i++) {
      sum += Math.exp(logit(items[i]) - greatest);
    }
    return sum;
  }

  /** Keeps the first tokens up to where the sum of {@code exp(logit - greatest)} is reached. */
  void cutToSum(double sum, float greatest) {
    double reached = 0;
    int kept = 0;
    while (kept < size && reached < sum) {
      reached += Math.exp(logit(items[kept++]) - greatest);
    }
    size = kept;
  }

  /** Drops all tokens whose logit is below {@code least}. */
  void dropBelow(float least) {
    int kept = 0;
    for (int i = 0; i < size; i++) {
      if (logit(items[i]) >= least) {
        items[kept++] = items[i];
      }
    }
    size = kept;
  }

  /** Draws a token with a probability in proportion to {@code exp((logit - greatest) / t)}. */
  int draw(float greatest, float temperature, DrawRandom random) {
    double sum = 0;
    for (int i = 0; i < size; i++) {
      weights[i] = Math.exp((logit(items[i]) - greatest) / temperature);
      sum += weights[i];
    }
    double left = random.next() * sum;
    int drawn = 0;
    for (int i = 0; i < size; i++) {
      // Rounding may leave a little over after the last one: then the last possible one counts.
      if (weights[i] > 0) {
        drawn = i;
        left -= weights[i];
        if (left < 0) {
          break;
        }
      }
    }
    return token(items[drawn]);
  }

  private static long pack(float logit, int token) {
    int bits = Float.floatToRawIntBits(logit + 0.0f); // makes -0 the 0 that it equals
    return (long) ordered(bits) << Integer.SIZE | (~token & 0xFFFF_FFFFL);
  }

  private static float logit(long item) {
    return Float.intBitsToFloat(ordered((int) (item >>> Integer.SIZE)));
  }

  private static int token(long item) {
    return ~(int) item;
  }

  /** Turns a float's bits into an int of the same order, and back: negative floats are flipped. */
  private static int ordered(int bits) {
    return bits ^ (bits >> 31 & Integer.MAX_VALUE);
  }

  private void heapify() {
    for (int i = size / 2 - 1; i >= 0; i--) {
      siftDown(i, size);
    }
  }

  /** Sorts the heap, whose top is the worst: each worst one left goes to the end. */
  private void sortHeap() {
    for (int end = size - 1; end > 0; end--) {
      long worst = items[0];
      items[0] = items[end];
      items[end] = worst;
      siftDown(0, end);
    }
  }

  private void siftDown(int top, int end) {
    long item = items[top];
    int i = top;
    for (int child = 2 * i + 1; child < end; child = 2 * i + 1) {
      if (child + 1 < end && items[child + 1] < items[child]) {
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
