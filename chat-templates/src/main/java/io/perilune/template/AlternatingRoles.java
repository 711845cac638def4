package io.perilune.template;

import io.perilune.toolcall.ChatMessage;
import io.perilune.toolcall.Role;
import java.util.ArrayList;
import java.util.List;

/**
 * User and assistant in turn: neighbours of one role become one message, and where that is not
 * enough an empty one is put between. Calls, results and instructions do not count as turns.
 */
final class AlternatingRoles {
  private final List<ChatMessage> arranged = new ArrayList<>();

  /** Neighbours of one role that have not been added yet. */
  private final List<ChatMessage> turn = new ArrayList<>();

  private Role lastSpeaker;

  private AlternatingRoles() {}

  static List<ChatMessage> arrange(List<ChatMessage> messages) {
    AlternatingRoles roles = new AlternatingRoles();
    messages.forEach(roles::add);
    roles.endTurn();
    return List.copyOf(roles.arranged);
  }

  private void add(ChatMessage message) {
    if (!turn.isEmpty() && turn.getLast().role() != message.role()) {
      endTurn();
    }
    if (message.role() != Role.USER && message.role() != Role.ASSISTANT) {
      arranged.add(message);
      return;
    }
    turn.add(message);
    if (!message.toolCalls().isEmpty()) {
      endTurn();
    }
  }

  private void endTurn() {
    if (turn.isEmpty()) {
      return;
    }
    ChatMessage joined = MessageEdits.joined(turn);
    turn.clear();
    if (joined.toolCalls().isEmpty()) {
      if (joined.role() == lastSpeaker) {
        // Between them are only calls and results.
        arranged.add(
            lastSpeaker == Role.USER ? ChatMessage.assistant("", List.of()) : ChatMessage.user(""));
      }
      lastSpeaker = joined.role();
    }
    arranged.add(joined);
  }
}
