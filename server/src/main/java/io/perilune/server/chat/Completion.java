package io.perilune.server.chat;

import io.perilune.inference.engine.GenerationStats;
import io.perilune.toolcall.FinishReason;

/**
 * How an answer ended.
 *
 * @param reason why it ended
 * @param stats what it cost
 */
public record Completion(FinishReason reason, GenerationStats stats) {}
