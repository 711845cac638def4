package io.perilune.server.answer;

import io.perilune.server.chat.Completion;
import io.perilune.toolcall.ChatMessage;

/**
 * One of the answers to a request.
 *
 * @param message the whole answer
 * @param completion how it ended
 */
public record WholeAnswer(ChatMessage message, Completion completion) {}
