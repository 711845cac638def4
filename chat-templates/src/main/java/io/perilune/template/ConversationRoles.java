package io.perilune.template;

import io.perilune.toolcall.ChatMessage;
import io.perilune.toolcall.Role;
import java.util.ArrayList;
import java.util.List;

/** The order of roles that a template takes; no message's text gets lost on the way. */
final class ConversationRoles {
  private final TemplateCapabilities capabilities;
  private final List<ChatMessage> arranged = new ArrayList<>();

  private ConversationRoles(TemplateCapabilities capabilities) {
    this.capabilities = capabilities;
  }

  static List<ChatMessage> arrange(List<ChatMessage> messages, TemplateCapabilities capabilities) {
    ConversationRoles roles = new ConversationRoles(capabilities);
    int start = roles.addInstructions(messages);
    roles.addUserFirst(messages, start);
    messages.subList(start, messages.size()).forEach(roles::add);
    return List.copyOf(roles.arranged);
  }

  /** Adds the instructions at the beginning and gives the place of the first other message. */
  private int addInstructions(List<ChatMessage> messages) {
    int count = 0;
    while (count < messages.size() && isInstruction(messages.get(count))) {
      count++;
    }
    List<ChatMessage> leading =
        messages.subList(0, count).stream().map(this::withKnownRole).toList();
    if (capabilities.can(TemplateCapability.SYSTEM_ANYWHERE) || count == 0) {
      arranged.addAll(leading);
      return count;
    }
    ChatMessage one = leading.stream().reduce(MessageEdits::joined).orElseThrow();
    arranged.add(
        capabilities.can(TemplateCapability.SYSTEM_ROLE)
            ? one
            : MessageEdits.asUser(one, MessageEdits.text(one)));
    return count;
  }

  private ChatMessage withKnownRole(ChatMessage message) {
    return message.role() == Role.DEVELOPER && !capabilities.can(TemplateCapability.DEVELOPER_ROLE)
        ? MessageEdits.withRole(message, Role.SYSTEM)
        : message;
  }

  /** Some templates insist on a user's message, at the beginning or at all. */
  private void addUserFirst(List<ChatMessage> messages, int start) {
    boolean onlyInstructions = start == messages.size();
    boolean userFirst = !onlyInstructions && messages.get(start).role() == Role.USER;
    boolean anyUser =
        messages.stream().anyMatch(message -> message.role() == Role.USER)
            || arranged.stream().anyMatch(message -> message.role() == Role.USER);
    boolean needed =
        onlyInstructions || !anyUser
            ? !capabilities.can(TemplateCapability.SYSTEM_ALONE) && !anyUser
            : !userFirst && !capabilities.can(TemplateCapability.ASSISTANT_FIRST);
    if (needed) {
      add(ChatMessage.user(""));
    }
  }

  private void add(ChatMessage message) {
    ChatMessage next = withKnownRole(message);
    if (isInstruction(next) && !capabilities.can(TemplateCapability.SYSTEM_ANYWHERE)) {
      // In its place, not moved to the front: what was cached of the conversation stays valid.
      next = MessageEdits.asUser(next, MessageEdits.text(next));
    }
    if (capabilities.can(TemplateCapability.REPEATED_ROLES)) {
      arranged.add(next);
    } else {
      addAlternating(next);
    }
  }

  private void addAlternating(ChatMessage message) {
    ChatMessage last = arranged.isEmpty() ? null : arranged.getLast();
    if (last != null && isPlain(last) && last.role() == message.role() && isSpeech(message)) {
      arranged.set(arranged.size() - 1, MessageEdits.joined(last, message));
      return;
    }
    if (message.role() == Role.USER && lastSpeaker() == Role.USER) {
      // Between them are only calls and results, which such templates do not count.
      arranged.add(ChatMessage.assistant("", List.of()));
    }
    arranged.add(message);
  }

  /** The role of the last message that is neither a call nor a result nor an instruction. */
  private Role lastSpeaker() {
    return arranged.reversed().stream()
        .filter(ConversationRoles::isPlain)
        .map(ChatMessage::role)
        .findFirst()
        .orElse(null);
  }

  private static boolean isPlain(ChatMessage message) {
    return isSpeech(message) && message.toolCalls().isEmpty();
  }

  private static boolean isSpeech(ChatMessage message) {
    return message.role() == Role.USER || message.role() == Role.ASSISTANT;
  }

  private static boolean isInstruction(ChatMessage message) {
    return message.role() == Role.SYSTEM || message.role() == Role.DEVELOPER;
  }
}
