package io.perilune.server.verify;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

/** Counts results up to a {@link Summary}. */
final class Tally {
  /** Faults that are kept in words. */
  private static final int FAULT_EXAMPLES = 10;

  private static final int MEDIAN = 50;
  private static final int TAIL = 95;

  private final SortedMap<String, Integer> finishReasons = new TreeMap<>();
  private final SortedMap<String, Integer> callFaults = new TreeMap<>();
  private final SortedMap<String, Integer> failures = new TreeMap<>();
  private final List<String> faultExamples = new ArrayList<>();
  private final List<String> failureExamples = new ArrayList<>();
  private final List<Long> durations = new ArrayList<>();
  private int validCallAnswers;
  private int truePositives;
  private int falsePositives;
  private int falseNegatives;
  private int trueNegatives;

  void add(SampleResult result, Optional<String> label) {
    if (!result.success()) {
      String reason = result.failure().get();
      if (failures.merge(reason, 1, Integer::sum) == 1) {
        failureExamples.add(reason + ": " + Json.text(result.response(), "error"));
      }
      return;
    }
    durations.add(result.durationMillis());
    result.finishReason().ifPresent(reason -> finishReasons.merge(reason, 1, Integer::sum));
    validCallAnswers += result.validCalls() ? 1 : 0;
    for (ToolCallFault fault : result.faults()) {
      callFaults.merge(fault.kind().label(), 1, Integer::sum);
      if (faultExamples.size() < FAULT_EXAMPLES) {
        faultExamples.add("request " + result.dataIndex() + ": " + fault.detail());
      }
    }
    label.ifPresent(wanted -> compare(wanted.equals(SampleResult.TOOL_CALLS), result.calls()));
  }

  private void compare(boolean wanted, boolean got) {
    truePositives += wanted && got ? 1 : 0;
    falsePositives += !wanted && got ? 1 : 0;
    falseNegatives += wanted && !got ? 1 : 0;
    trueNegatives += !wanted && !got ? 1 : 0;
  }

  int failed() {
    return failures.values().stream().mapToInt(Integer::intValue).sum();
  }

  int all() {
    return durations.size() + failed();
  }

  Summary summary(String model) {
    return new Summary(
        model,
        durations.size(),
        finishReasons,
        validCallAnswers,
        callFaults,
        List.copyOf(faultExamples),
        failures,
        List.copyOf(failureExamples),
        new TriggerScore(truePositives, falsePositives, falseNegatives, trueNegatives),
        percentile(MEDIAN),
        percentile(TAIL));
  }

  /** By the nearest rank. */
  private OptionalLong percentile(int percent) {
    if (durations.isEmpty()) {
      return OptionalLong.empty();
    }
    List<Long> sorted = durations.stream().sorted().toList();
    int rank = Math.ceilDiv(percent * sorted.size(), 100);
    return OptionalLong.of(sorted.get(rank - 1));
  }
}
