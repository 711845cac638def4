package io.perilune.server.chat;

import io.perilune.inference.engine.GenerationStats;
import io.perilune.toolcall.FinishReason;
import java.util.List;
import java.util.Optional;

/**
 * How an answer ended.
 *
 * @param reason why it ended
 * @param stopText the stop text at which it ended, if it did
 * @param stats what it cost
 * @param contentTokens the tokens of its content; empty unless the request asks for log
 *     probabilities
 */
public record Completion(
    FinishReason reason,
    Optional<String> stopText,
    GenerationStats stats,
    List<ContentToken> contentTokens) {
  public Completion {
    contentTokens = List.copyOf(contentTokens);
  }
}
