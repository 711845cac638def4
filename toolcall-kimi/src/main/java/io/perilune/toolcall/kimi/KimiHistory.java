package io.perilune.toolcall.kimi;

import io.perilune.toolcall.ChatMessage;
import io.perilune.toolcall.Role;
import io.perilune.toolcall.ToolCall;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The conversation as Kimi-K2 must see it. The model copies the style of the ids that it finds, and
 * templates label results by their order; so each call gets the id {@code functions.NAME:K}, with K
 * counted from 0 over the whole conversation, and results follow in the order of their calls.
 */
final class KimiHistory {
  /** A call's new id and its place among all calls. */
  private record Call(String id, int place) {}

  private final List<ChatMessage> normalised = new ArrayList<>();
  private final Map<String, Call> byOldId = new HashMap<>();

  /** Calls of the last assistant message that have no result yet. */
  private final Deque<Call> unanswered = new ArrayDeque<>();

  private final List<ChatMessage> results = new ArrayList<>();
  private int calls;

  private KimiHistory() {}

  /** Never fails: a result that belongs to no call keeps its id, after those that do. */
  static List<ChatMessage> normalise(List<ChatMessage> messages) {
    KimiHistory history = new KimiHistory();
    for (ChatMessage message : messages) {
      if (message.role() == Role.TOOL) {
        history.results.add(message.withName(null));
      } else {
        history.addResults();
        history.normalised.add(message.withToolCalls(history.renumbered(message.toolCalls())));
      }
    }
    history.addResults();
    return List.copyOf(history.normalised);
  }

  private List<ToolCall> renumbered(List<ToolCall> old) {
    List<ToolCall> renumbered = new ArrayList<>();
    if (!old.isEmpty()) {
      unanswered.clear();
    }
    for (ToolCall call : old) {
      Call renamed = new Call(CallIds.canonical(call.name(), calls), calls);
      calls++;
      byOldId.put(call.id(), renamed);
      unanswered.add(renamed);
      renumbered.add(new ToolCall(renamed.id(), call.name(), call.arguments()));
    }
    return renumbered;
  }

  /** Adds the collected results, in the order of their calls. */
  private void addResults() {
    record Placed(ChatMessage message, int place) {}

    results.forEach(result -> unanswered.remove(byOldId.get(result.toolCallId())));
    List<Placed> placed = new ArrayList<>();
    for (ChatMessage result : results) {
      // Old clients send no id; their results are in order.
      Call call =
          result.toolCallId() == null ? unanswered.poll() : byOldId.get(result.toolCallId());
      placed.add(
          call == null
              ? new Placed(result, Integer.MAX_VALUE)
              : new Placed(result.withToolCallId(call.id()), call.place()));
    }
    placed.sort(Comparator.comparingInt(Placed::place));
    placed.forEach(result -> normalised.add(result.message()));
    results.clear();
  }
}
