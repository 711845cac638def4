package io.perilune.server.api.openai.responses;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.perilune.server.chat.Completion;
import io.perilune.server.error.ApiException;
import io.perilune.server.error.ErrorKind;
import io.perilune.toolcall.FinishReason;
import java.time.Instant;
import java.util.List;

/**
 * A response, whole or so far.
 *
 * @param createdAt when, in seconds since 1970
 * @param completedAt when, in seconds since 1970, or {@code null}
 * @param status {@code in_progress}, {@code completed}, {@code incomplete} or {@code failed}
 * @param error what went wrong, or {@code null}
 * @param incompleteDetails why it was cut, or {@code null}
 * @param output its items
 * @param settings stand beside these
 * @param usage {@code null} before the end
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
record ResponseObject(
    String id,
    String object,
    long createdAt,
    Long completedAt,
    String status,
    Failure error,
    IncompleteDetails incompleteDetails,
    String model,
    List<OutputItem> output,
    @JsonUnwrapped ResponseSettings settings,
    ResponseUsage usage) {
  private static final String COMPLETED = "completed";

  /** What went wrong. */
  record Failure(String code, String message) {}

  /** Why a response was cut. */
  record IncompleteDetails(String reason) {}

  /** A response that is being made. */
  static ResponseObject inProgress(ResponseHead head) {
    return of(head, "in_progress", null, null, List.of(), null);
  }

  /** A response that has come to its end. */
  static ResponseObject ended(ResponseHead head, List<OutputItem> output, Completion completion) {
    boolean cut = completion.reason() == FinishReason.LENGTH;
    String reasoning = reasoning(output);
    int reasoningTokens = reasoning.isEmpty() ? 0 : head.tokens().applyAsInt(reasoning);
    return of(
        head,
        cut ? "incomplete" : COMPLETED,
        null,
        cut ? new IncompleteDetails("max_output_tokens") : null,
        output,
        ResponseUsage.of(completion.stats(), reasoningTokens));
  }

  /**
   * A response that has failed.
   *
   * @param output the items that were complete by then
   */
  static ResponseObject failed(ResponseHead head, List<OutputItem> output, ApiException error) {
    Failure failure = new Failure(code(error.kind()), error.getMessage());
    return of(head, "failed", failure, null, output, null);
  }

  private static ResponseObject of(
      ResponseHead head,
      String status,
      Failure error,
      IncompleteDetails incompleteDetails,
      List<OutputItem> output,
      ResponseUsage usage) {
    return new ResponseObject(
        head.id(),
        "response",
        head.createdAt(),
        status.equals(COMPLETED) ? Instant.now().getEpochSecond() : null,
        status,
        error,
        incompleteDetails,
        head.model(),
        List.copyOf(output),
        head.settings(),
        usage);
  }

  /** The API has few codes for this. */
  private static String code(ErrorKind kind) {
    return kind == ErrorKind.BUSY ? "rate_limit_exceeded" : "server_error";
  }

  private static String reasoning(List<OutputItem> output) {
    StringBuilder text = new StringBuilder();
    for (OutputItem item : output) {
      if (item instanceof OutputItem.Reasoning reasoning) {
        for (ContentPart part : reasoning.content()) {
          if (part instanceof ContentPart.ReasoningText(_, String thought)) {
            text.append(thought);
          }
        }
      }
    }
    return text.toString();
  }
}
