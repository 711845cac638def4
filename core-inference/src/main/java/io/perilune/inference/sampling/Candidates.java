package io.perilune.inference.sampling;

/**
 * The tokens that may still be chosen. As long as no stage has dropped any, they are the whole
 * vocabulary, which is not copied; then they are a list. Probabilities are those of {@code
 * exp(logit / temperature)}: the temperature is kept apart, so that it costs nothing and loses
 * nothing. A token whose logit is negative infinity is no candidate.
 */
final class Candidates implements TokenDistribution {
  /** Changes logits. */
  interface Change {
    /** The new logit of a token for which a table has this value. */
    double apply(double logit, int value);
  }

  private final LogitRow row;
  private boolean whole;
  private double temperature;

  // The list, of scored tokens.
  private long[] items = new long[0];
  private int size;
  private boolean sorted;

  // The weights of the list's tokens, as of the last call of weigh.
  private double[] weights = new double[0];
  private double weightSum;

  Candidates(int vocabularySize) {
    row = new LogitRow(vocabularySize);
  }

  /** Starts with all tokens of a position; false if the logits are unusable. */
  boolean read(float[] logits, int offset) {
    whole = true;
    temperature = 1;
    return row.read(logits, offset);
  }

  /** The greatest logit, before the temperature; negative infinity if there is no candidate. */
  float greatest() {
    if (whole) {
      return row.greatest();
    }
    if (sorted) {
      return ScoredToken.score(items[0]);
    }
    long best = items[0];
    for (int i = 1; i < size; i++) {
      best = Math.max(best, items[i]);
    }
    return ScoredToken.score(best);
  }

  /** Divides the logits. */
  void divideBy(double divisor) {
    temperature *= divisor;
  }

  /**
   * Changes the logits of the tokens of a table whose value is not 0. A result of negative infinity
   * rules a token out; other results are brought into the range of floats.
   */
  void change(TokenTable table, Change change) {
    if (whole) {
      for (int i = 0; i < table.size(); i++) {
        float logit = row.get(table.token(i));
        if (table.value(i) != 0 && logit > Float.NEGATIVE_INFINITY) {
          row.set(table.token(i), changed(logit, table.value(i), change));
        }
      }
      row.findGreatest();
      return;
    }
    for (int i = 0; i < size; i++) {
      int token = token(i);
      int value = table.get(token);
      if (value != 0) {
        float logit = changed(ScoredToken.score(items[i]), value, change);
        items[i] = ScoredToken.pack(logit, token);
      }
    }
    sorted = false;
  }

  private float changed(float logit, int value, Change change) {
    double result = change.apply(logit / temperature, value) * temperature;
    if (result == Double.NEGATIVE_INFINITY) {
      return Float.NEGATIVE_INFINITY;
    }
    return (float) Math.clamp(result, -Float.MAX_VALUE, Float.MAX_VALUE);
  }

  /** Keeps the {@code count} most probable tokens. */
  void keepGreatest(int count) {
    if (whole && count == 1) {
      room(1);
      int best = row.indexOfGreatest();
      items[0] = ScoredToken.pack(row.get(best), best);
      startList(1, true);
    } else if (whole && count < row.size()) {
      room(count);
      row.selectGreatest(items, count);
      startList(count, true);
      while (ScoredToken.score(items[size - 1]) == Float.NEGATIVE_INFINITY) {
        size--;
      }
    } else if (!whole && count < size) {
      sort();
      size = count;
    }
  }

  /** Drops tokens less probable than {@code ratio} times the most probable one. */
  void keepFrom(double ratio, int minKeep) {
    keepWithin(-Math.log(ratio) * temperature, minKeep);
  }

  /**
   * Drops tokens whose logit, before the temperature, is more than {@code distance} below the
   * greatest; but keeps at least the {@code minKeep} most probable ones.
   */
  void keepWithin(double distance, int minKeep) {
    double least = Math.max(greatest() - distance, -Float.MAX_VALUE);
    if (minKeep > 1 && countFrom(least) < minKeep) {
      keepGreatest(minKeep);
      return;
    }
    int kept = 0;
    if (whole) {
      room(row.size());
      for (int token = 0; token < row.size(); token++) {
        if (row.get(token) >= least) {
          items[kept++] = ScoredToken.pack(row.get(token), token);
        }
      }
      startList(kept, false);
    } else {
      for (int i = 0; i < size; i++) {
        if (ScoredToken.score(items[i]) >= least) {
          items[kept++] = items[i];
        }
      }
      size = kept;
    }
  }

  private int countFrom(double least) {
    int count = 0;
    for (int i = 0; i < places(); i++) {
      if (logitAt(i) >= least) {
        count++;
      }
    }
    return count;
  }

  /**
   * Keeps the most probable tokens, as few as reach {@code share} of {@code total} together, but at
   * least {@code minKeep}.
   *
   * @param total a sum of weights, as {@link #sumOfWeights} gives it
   */
  void keepShare(double share, double total, int minKeep) {
    sort();
    float best = greatest();
    double reached = 0;
    int kept = 0;
    while (kept < size && (reached < share * total || kept < minKeep)) {
      reached += weight(ScoredToken.score(items[kept++]), best);
    }
    size = Math.max(1, kept);
  }

  /** Keeps the list's tokens at these places, which ascend. */
  void keepOnly(int[] places, int count) {
    for (int i = 0; i < count; i++) {
      items[i] = items[places[i]];
    }
    size = count;
  }

  /** Drops the list's tokens that are better than a scored one. */
  void dropBetterThan(long item) {
    int kept = 0;
    for (int i = 0; i < size; i++) {
      if (items[i] <= item) {
        items[kept++] = items[i];
      }
    }
    size = kept;
  }

  /** Makes a list of the whole vocabulary, unless there is a list. */
  void list() {
    if (whole) {
      keepWithin(Double.POSITIVE_INFINITY, 0);
    }
  }

  /** Makes a list with the most probable token first. */
  void sort() {
    list();
    if (!sorted) {
      LongHeap.heapify(items, size);
      LongHeap.sort(items, size);
      sorted = true;
    }
  }

  private void startList(int count, boolean inOrder) {
    whole = false;
    size = count;
    sorted = inOrder;
  }

  private void room(int count) {
    if (items.length < count) {
      items = new long[count];
    }
  }

  private int places() {
    return whole ? row.size() : size;
  }

  private float logitAt(int place) {
    return whole ? row.get(place) : ScoredToken.score(items[place]);
  }

  private double weight(float logit, float best) {
    return Math.exp(((double) logit - best) / temperature);
  }

  /** How many candidates there are. */
  int count() {
    return whole ? countFrom(-Float.MAX_VALUE) : size;
  }

  /** The sum of all weights; the weight of the most probable token is 1. */
  double sumOfWeights() {
    float best = greatest();
    double sum = 0;
    for (int i = 0; i < places(); i++) {
      sum += weight(logitAt(i), best);
    }
    return sum;
  }

  /** The entropy of the probabilities, in nats: {@code -sum of p * ln(p)}. */
  double entropy() {
    float best = greatest();
    double sum = 0;
    double weighted = 0;
    for (int i = 0; i < places(); i++) {
      double weight = weight(logitAt(i), best);
      if (weight > 0) {
        sum += weight;
        weighted += weight * Math.log(weight);
      }
    }
    return Math.log(sum) - weighted / sum;
  }

  /** The standard deviation of the logits, before the temperature. */
  double standardDeviation() {
    int count = count();
    double sum = 0;
    for (int i = 0; i < places(); i++) {
      sum += possible(i) ? logitAt(i) : 0;
    }
    double mean = sum / count;
    double squares = 0;
    for (int i = 0; i < places(); i++) {
      double distance = possible(i) ? logitAt(i) - mean : 0;
      squares += distance * distance;
    }
    return Math.sqrt(squares / count);
  }

  private boolean possible(int place) {
    return logitAt(place) > Float.NEGATIVE_INFINITY;
  }

  /**
   * The greatest logits after the temperature, best first.
   *
   * @param out where they go
   * @return how many there are, at most {@code out.length}
   */
  int greatestLogits(double[] out) {
    int count = Math.min(out.length, count());
    long[] best = new long[count];
    int found = 0;
    for (int i = 0; i < places(); i++) {
      long item = ScoredToken.pack(logitAt(i), i);
      if (found < count) {
        best[found++] = item;
        if (found == count) {
          LongHeap.heapify(best, count);
        }
      } else if (item > best[0]) {
        best[0] = item;
        LongHeap.siftDown(best, 0, count);
      }
    }
    LongHeap.sort(best, count);
    for (int i = 0; i < count; i++) {
      out[i] = ScoredToken.score(best[i]) / temperature;
    }
    return count;
  }

  /** Makes a list and computes its probabilities. */
  void weigh() {
    list();
    if (weights.length < size) {
      weights = new double[items.length];
    }
    float best = greatest();
    weightSum = 0;
    for (int i = 0; i < size; i++) {
      weights[i] = weight(ScoredToken.score(items[i]), best);
      weightSum += weights[i];
    }
  }

  /** Draws one of the weighed tokens with a uniform random number from 0 to below 1. */
  int draw(double uniform) {
    double left = uniform * weightSum;
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
    return token(drawn);
  }

  /** The scored token at a place of the list. */
  long item(int place) {
    return items[place];
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public int token(int place) {
    return ScoredToken.token(items[place]);
  }

  @Override
  public double probability(int place) {
    return weights[place] / weightSum;
  }
}
