package io.perilune.server.verify;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.perilune.server.verify.ToolCallFault.Kind;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What came of a sample; a line of {@code results.jsonl}.
 *
 * @param dataIndex the sample's number
 * @param request the body that was sent
 * @param hash of the request, see {@link RequestHash}
 * @param response the chat completion; of a failed request an object with {@code error}
 * @param finishReason of the answer, if there is one and it says
 * @param faults what is wrong with the calls of an answer that finished for tool calls
 * @param failure the reason of the failure, for a failed request
 * @param durationMillis how long the last attempt took
 */
record SampleResult(
    int dataIndex,
    ObjectNode request,
    String hash,
    ObjectNode response,
    Optional<String> finishReason,
    List<ToolCallFault> faults,
    Optional<String> failure,
    long durationMillis) {
  static final String TOOL_CALLS = "tool_calls";
  static final String SUCCESS = "success";
  private static final String FAILED = "failed";

  boolean success() {
    return failure.isEmpty();
  }

  /** Whether the answer finished for tool calls. */
  boolean calls() {
    return finishReason.filter(TOOL_CALLS::equals).isPresent();
  }

  /** Whether it did and every call is valid. */
  boolean validCalls() {
    return calls() && faults.isEmpty();
  }

  /**
   * The line.
   *
   * @param lastRunAt when the answer or the failure was there
   */
  ObjectNode json(Instant lastRunAt) {
    ObjectNode line = Json.object().put("data_index", dataIndex);
    line.set("request", request);
    line.set("response", response);
    line.put("status", success() ? SUCCESS : FAILED);
    line.put("finish_reason", finishReason.orElse(null));
    line.put("tool_calls_valid", checked() ? Boolean.valueOf(faults.isEmpty()) : null);
    line.put("last_run_at", lastRunAt.toString());
    line.put("duration_ms", durationMillis);
    line.put("hash", hash);
    failure.ifPresent(reason -> line.put("failure", reason));
    if (!faults.isEmpty()) {
      ArrayNode list = line.putArray("tool_call_errors");
      for (ToolCallFault fault : faults) {
        list.addObject().put("kind", fault.kind().label()).put("detail", fault.detail());
      }
    }
    return line;
  }

  /** Where there is no call, there was nothing to check; that is a fault all the same. */
  private boolean checked() {
    return calls() && faults.stream().noneMatch(fault -> fault.kind() == Kind.NO_CALL);
  }
}
