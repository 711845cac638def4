package io.perilune.server.api.anthropic;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/**
 * An answer.
 *
 * @param stopReason why it ended; {@code null} at the beginning of a stream
 * @param stopSequence the stop sequence at which it ended, or {@code null}
 */
record Message(
    String id,
    String type,
    String role,
    String model,
    List<ContentBlock> content,
    @JsonInclude(JsonInclude.Include.ALWAYS) String stopReason,
    @JsonInclude(JsonInclude.Include.ALWAYS) String stopSequence,
    Usage usage) {
  static Message of(MessageHead head, List<ContentBlock> content, StopReason stop, Usage usage) {
    return new Message(
        head.id(),
        "message",
        "assistant",
        head.model(),
        content,
        stop.stopReason(),
        stop.stopSequence(),
        usage);
  }
}
