package io.perilune.server.api.anthropic;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.perilune.server.chat.Completion;

/**
 * Why an answer ended.
 *
 * @param stopReason the API's word for it, or {@code null} if it has not ended
 * @param stopSequence the stop sequence at which it ended, or {@code null}
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
record StopReason(String stopReason, String stopSequence) {
  /** Of an answer that goes on. */
  static final StopReason NONE = new StopReason(null, null);

  static StopReason of(Completion completion) {
    return switch (completion.reason()) {
      case LENGTH -> new StopReason("max_tokens", null);
      case TOOL_CALLS -> new StopReason("tool_use", null);
      case STOP ->
          completion
              .stopText()
              .map(text -> new StopReason("stop_sequence", text))
              .orElse(new StopReason("end_turn", null));
    };
  }
}
