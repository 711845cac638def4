package io.perilune.toolcall;

import java.util.Objects;

/**
 * A complete assistant message.
 *
 * @param message the message; its content is {@code null} if there are calls and no text, its
 *     reasoning is {@code null} if there is none
 * @param finishReason how it ended
 */
public record GeneratedMessage(ChatMessage message, FinishReason finishReason) {
  public GeneratedMessage {
    Objects.requireNonNull(message, "message");
    Objects.requireNonNull(finishReason, "finishReason");
  }
}
