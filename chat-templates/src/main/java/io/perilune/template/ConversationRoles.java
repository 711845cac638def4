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
    roles.addAll(messages);
    return capabilities.can(TemplateCapability.REPEATED_ROLES)
        ? List.copyOf(roles.arranged)
        : AlternatingRoles.arrange(roles.arranged);
  }

  private void addAll(List<ChatMessage> messages) {
    int leading = 0;
    while (leading < messages.size() && isInstruction(messages.get(leading))) {
      leading++;
    }
    addInstructions(messages.subList(0, leading));
    int start = arranged.size();
    messages.subList(leading, messages.size()).forEach(this::add);
    if (needsUser(start)) {
      arranged.add(start, ChatMessage.user(""));
    }
  }

  /** Adds the instructions at the beginning. */
  private void addInstructions(List<ChatMessage> instructions) {
    List<ChatMessage> known = instructions.stream().map(this::withKnownRole).toList();
    if (capabilities.can(TemplateCapability.SYSTEM_ANYWHERE) || known.isEmpty()) {
      arranged.addAll(known);
      return;
    }
    ChatMessage one = MessageEdits.joined(known);
    arranged.add(
        capabilities.can(TemplateCapability.SYSTEM_ROLE)
            ? one
            : MessageEdits.asUser(one, MessageEdits.text(one)));
  }

  private ChatMessage withKnownRole(ChatMessage message) {
    return message.role() == Role.DEVELOPER && !capabilities.can(TemplateCapability.DEVELOPER_ROLE)
        ? MessageEdits.withRole(message, Role.SYSTEM)
        : message;
  }

  private void add(ChatMessage message) {
    ChatMessage known = withKnownRole(message);
    boolean asUser = isInstruction(known) && !capabilities.can(TemplateCapability.SYSTEM_ANYWHERE);
    // In its place, not moved to the front: what was cached of the conversation stays valid.
    arranged.add(asUser ? MessageEdits.asUser(known, MessageEdits.text(known)) : known);
  }

  /**
   * Whether the template insists on a user's message that is not there, at the beginning or at all.
   *
   * @param start the place of the first message that is no instruction
   */
  private boolean needsUser(int start) {
    if (arranged.stream().noneMatch(message -> message.role() == Role.USER)
        && !capabilities.can(TemplateCapability.SYSTEM_ALONE)) {
      return true;
    }
    return start < arranged.size()
        && arranged.get(start).role() != Role.USER
        && !capabilities.can(TemplateCapability.ASSISTANT_FIRST);
  }

  private static boolean isInstruction(ChatMessage message) {
    return message.role() == Role.SYSTEM || message.role() == Role.DEVELOPER;
  }
}
