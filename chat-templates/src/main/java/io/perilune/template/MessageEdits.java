package io.perilune.template;

import io.perilune.toolcall.ChatMessage;
import io.perilune.toolcall.MessageContent;
import io.perilune.toolcall.Role;
import java.util.List;

/** Copies of messages with one thing changed. */
final class MessageEdits {
  private static final String PARAGRAPH = "\n\n";

  private MessageEdits() {}

  static ChatMessage withRole(ChatMessage message, Role role) {
    return new ChatMessage(
        role,
        message.name(),
        message.content(),
        message.reasoning(),
        message.toolCalls(),
        message.toolCallId());
  }

  static ChatMessage withContent(ChatMessage message, MessageContent content) {
    return new ChatMessage(
        message.role(),
        message.name(),
        content,
        message.reasoning(),
        message.toolCalls(),
        message.toolCallId());
  }

  static ChatMessage withReasoning(ChatMessage message, String reasoning) {
    return new ChatMessage(
        message.role(),
        message.name(),
        message.content(),
        reasoning,
        message.toolCalls(),
        message.toolCallId());
  }

  /** A user's message of this text, whatever message it was. */
  static ChatMessage asUser(ChatMessage message, String text) {
    return new ChatMessage(
        Role.USER, message.name(), MessageContent.of(text), null, List.of(), null);
  }

  /** Two messages of one speaker as one; the calls are those of the second. */
  static ChatMessage joined(ChatMessage first, ChatMessage second) {
    String reasoning = paragraphs(orEmpty(first.reasoning()), orEmpty(second.reasoning()));
    return new ChatMessage(
        second.role(),
        first.name() == null ? second.name() : first.name(),
        MessageContent.of(paragraphs(text(first), text(second))),
        reasoning.isEmpty() ? null : reasoning,
        second.toolCalls(),
        null);
  }

  /** All text of a message's content; empty if there is none. */
  static String text(ChatMessage message) {
    return message.contentIfPresent().map(MessageContent::plainText).orElse("");
  }

  /** Two texts as paragraphs; an empty one is none. */
  static String paragraphs(String first, String second) {
    return first.isEmpty() || second.isEmpty() ? first + second : first + PARAGRAPH + second;
  }

  private static String orEmpty(String text) {
    return text == null ? "" : text;
  }
}
