package io.perilune.server.conversation;

import io.perilune.toolcall.ChatMessage;
import io.perilune.toolcall.MessageContent;
import io.perilune.toolcall.Role;
import java.util.List;

/**
 * A conversation whose last message is the beginning of the answer: text of the assistant, with no
 * calls and no reasoning. Models go on with it instead of answering it.
 *
 * @param messages those before it
 * @param text the beginning of the answer; empty if there is none
 */
public record Prefill(List<ChatMessage> messages, String text) {
  /** Takes the beginning of the answer off a conversation, which keeps one message at least. */
  public static Prefill of(List<ChatMessage> conversation) {
    ChatMessage last = conversation.getLast();
    boolean begun =
        conversation.size() > 1
            && last.role() == Role.ASSISTANT
            && last.toolCalls().isEmpty()
            && last.reasoning() == null;
    if (!begun) {
      return new Prefill(conversation, "");
    }
    return new Prefill(
        conversation.subList(0, conversation.size() - 1),
        last.contentIfPresent().map(MessageContent::plainText).orElse(""));
  }
}
