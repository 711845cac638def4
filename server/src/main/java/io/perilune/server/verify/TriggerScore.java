package io.perilune.server.verify;

import java.util.OptionalDouble;

/**
 * How well answers agree with labels on whether to call tools. Requests without a label and failed
 * requests do not count.
 *
 * @param truePositives label and answer finish for tool calls
 * @param falsePositives the answer does, the label does not
 * @param falseNegatives the label does, the answer does not
 * @param trueNegatives neither does
 */
public record TriggerScore(
    int truePositives, int falsePositives, int falseNegatives, int trueNegatives) {
  /** The share of answers with tool calls that should have them. */
  public OptionalDouble precision() {
    return share(truePositives, truePositives + falsePositives);
  }

  /** The share of requests for tool calls that are answered by them. */
  public OptionalDouble recall() {
    return share(truePositives, truePositives + falseNegatives);
  }

  /** The harmonic mean of precision and recall; absent where neither side has a tool call. */
  public OptionalDouble f1() {
    return share(2 * truePositives, 2 * truePositives + falsePositives + falseNegatives);
  }

  /** How many answers were compared with a label. */
  public int compared() {
    return truePositives + falsePositives + falseNegatives + trueNegatives;
  }

  private static OptionalDouble share(int part, int whole) {
    return whole == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) part / whole);
  }
}
