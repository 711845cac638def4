package io.perilune.template;

import io.perilune.toolcall.ChatMessage;
import io.perilune.toolcall.MessageContent;
import io.perilune.toolcall.Role;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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

  /** Messages of one speaker, at least one, as one; the calls are those of the last. */
  static ChatMessage joined(List<ChatMessage> messages) {
    ChatMessage last = messages.getLast();
    if (messages.size() == 1) {
      return last;
    }
    String reasoning = paragraphs(messages.stream().map(message -> orEmpty(message.reasoning())));
    return new ChatMessage(
        last.role(),
        messages.stream().map(ChatMessage::name).filter(Objects::nonNull).findFirst().orElse(null),
        MessageContent.of(paragraphs(messages.stream().map(MessageEdits::text))),
        reasoning.isEmpty() ? null : reasoning,
        last.toolCalls(),
        null);
  }

  /** All text of a message's content; empty if there is none. */
  static String text(ChatMessage message) {
    return message.contentIfPresent().map(MessageContent::plainText).orElse("");
  }

  /** Texts as paragraphs; an empty one is none. */
  static String paragraphs(String... texts) {
    return paragraphs(Stream.of(texts));
  }

  private static String paragraphs(Stream<String> texts) {
    return texts.filter(text -> !text.isEmpty()).collect(Collectors.joining(PARAGRAPH));
  }

  private static String orEmpty(String text) {
    return text == null ? "" : text;
  }
}
