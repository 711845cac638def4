package io.perilune.toolcall.kimi;

import io.perilune.toolcall.ChatMessage;
import io.perilune.toolcall.Role;
import io.perilune.toolcall.parse.CallHistory;
import java.util.List;

/**
 * The conversation as Kimi-K2 must see it. The model copies the style of the ids that it finds, and
 * templates label results by their order; so each call gets the id {@code functions.NAME:K}, with K
 * counted from 0 over the whole conversation, and results follow in the order of their calls. A
 * result has no name, which templates would take for its role.
 */
final class KimiHistory {
  private KimiHistory() {}

  /** Never fails; see {@link CallHistory#inCallOrder}. */
  static List<ChatMessage> normalise(List<ChatMessage> messages) {
    List<ChatMessage> nameless =
        messages.stream()
            .map(message -> message.role() == Role.TOOL ? message.withName(null) : message)
            .toList();
    return CallHistory.inCallOrder(
        nameless, (call, place) -> KimiIds.canonical(call.name(), place));
  }
}
