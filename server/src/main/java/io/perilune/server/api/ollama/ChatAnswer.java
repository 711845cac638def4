package io.perilune.server.api.ollama;

import io.perilune.inference.engine.GenerationStats;
import io.perilune.server.chat.Completion;
import io.perilune.toolcall.FinishReason;
import java.time.Instant;

/**
 * An answer, or a part of a streamed one. What comes behind {@code done} is {@code null} until it
 * is; durations are in nanoseconds.
 *
 * @param createdAt when, as ISO 8601 writes it, in UTC
 * @param doneReason {@code stop}, {@code length} or {@code load}
 * @param promptEvalCount tokens of the prompt
 * @param evalCount tokens generated
 */
public record ChatAnswer(
    String model,
    String createdAt,
    AnswerMessage message,
    boolean done,
    String doneReason,
    Long totalDuration,
    Long loadDuration,
    Integer promptEvalCount,
    Long promptEvalDuration,
    Integer evalCount,
    Long evalDuration) {
  static ChatAnswer part(String model, AnswerMessage message) {
    return new ChatAnswer(
        model, Instant.now().toString(), message, false, null, null, null, null, null, null, null);
  }

  static ChatAnswer done(String model, AnswerMessage message, Completion completion) {
    GenerationStats stats = completion.stats();
    return new ChatAnswer(
        model,
        Instant.now().toString(),
        message,
        true,
        completion.reason() == FinishReason.LENGTH ? "length" : "stop",
        stats.queueNanos() + stats.prefillNanos() + stats.decodeNanos(),
        0L,
        stats.promptTokens(),
        stats.prefillNanos(),
        stats.outputTokens(),
        stats.decodeNanos());
  }

  /** To a client that only wants the model to be there. */
  static ChatAnswer loaded(String model) {
    return new ChatAnswer(
        model,
        Instant.now().toString(),
        AnswerMessage.EMPTY,
        true,
        "load",
        null,
        null,
        null,
        null,
        null,
        null);
  }
}
