package io.perilune.server.verify;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.SortedMap;

/**
 * The figures of a run.
 *
 * @param model the model's name
 * @param successes requests that were answered
 * @param finishReasons answers by the reason for which they finished
 * @param validCallAnswers answers that finished for tool calls, all of which are valid
 * @param callFaults what is wrong with calls, by kind
 * @param faultExamples some of them in words
 * @param failures failed requests by reason
 * @param failureExamples a sentence for each reason
 * @param trigger agreement with the labels
 * @param latencyP50 median of the answers' times in milliseconds
 * @param latencyP95 95th percentile of them
 */
public record Summary(
    String model,
    int successes,
    SortedMap<String, Integer> finishReasons,
    int validCallAnswers,
    SortedMap<String, Integer> callFaults,
    List<String> faultExamples,
    SortedMap<String, Integer> failures,
    List<String> failureExamples,
    TriggerScore trigger,
    OptionalLong latencyP50,
    OptionalLong latencyP95) {
  private static final String STOP = "stop";

  /** How many requests failed. */
  public int failed() {
    return failures.values().stream().mapToInt(Integer::intValue).sum();
  }

  /** How many answers finished for tool calls. */
  public int callAnswers() {
    return finishReasons.getOrDefault(SampleResult.TOOL_CALLS, 0);
  }

  /** The share of them in which every call is valid; absent where there are none. */
  public OptionalDouble schemaAccuracy() {
    return callAnswers() == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of((double) validCallAnswers / callAnswers());
  }

  /** {@code summary.json}: the fields of the K2 Vendor Verifier, then further ones. */
  ObjectNode json() {
    int stop = finishReasons.getOrDefault(STOP, 0);
    int all = finishReasons.values().stream().mapToInt(Integer::intValue).sum();
    ObjectNode json =
        Json.object()
            .put("model", model)
            .put("success_count", successes)
            .put("failure_count", failed())
            .put("finish_stop", stop)
            .put("finish_tool_calls", callAnswers())
            .put("finish_others", all - stop - callAnswers());
    ObjectNode others = json.putObject("finish_others_detail");
    finishReasons.forEach(others::put);
    others.remove(List.of(STOP, SampleResult.TOOL_CALLS));
    json.put("schema_validation_error_count", callAnswers() - validCallAnswers)
        .put("successful_tool_call_count", validCallAnswers);
    put(json, "schema_accuracy", schemaAccuracy());
    json.put("TP", trigger.truePositives())
        .put("FP", trigger.falsePositives())
        .put("FN", trigger.falseNegatives())
        .put("TN", trigger.trueNegatives());
    put(json, "tool_call_precision", trigger.precision());
    put(json, "tool_call_recall", trigger.recall());
    put(json, "tool_call_f1", trigger.f1());
    callFaults.forEach(json.putObject("tool_call_errors")::put);
    failures.forEach(json.putObject("failures")::put);
    json.put("latency_p50_ms", latencyP50.isPresent() ? latencyP50.getAsLong() : null);
    json.put("latency_p95_ms", latencyP95.isPresent() ? latencyP95.getAsLong() : null);
    return json;
  }

  private static void put(ObjectNode json, String name, OptionalDouble value) {
    json.put(name, value.isPresent() ? value.getAsDouble() : null);
  }
}
