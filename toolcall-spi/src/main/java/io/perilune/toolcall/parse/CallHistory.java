package io.perilune.toolcall.parse;

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
 * Puts a conversation's tool results into the order of their calls, because many templates print
 * results without ids or label them by their order; and gives calls the ids that the format wants.
 */
public final class CallHistory {
  /** Chooses the ids of calls. */
  public interface IdRule {
    /** Keeps every id. */
    IdRule KEEP = (call, place) -> call.id();

    /**
     * The id of a call.
     *
     * @param place its place among all calls of the conversation, from 0
     */
    String id(ToolCall call, int place);
  }

  /** A call's new id and its place among all calls. */
  private record Call(String id, int place) {}

  private final IdRule rule;
  private final List<ChatMessage> normalised = new ArrayList<>();
  private final Map<String, Call> byOldId = new HashMap<>();

  /** Calls of the last assistant message that have no result yet. */
  private final Deque<Call> unanswered = new ArrayDeque<>();

  private final List<ChatMessage> results = new ArrayList<>();
  private int calls;

  private CallHistory(IdRule rule) {
    this.rule = rule;
  }

  /**
   * The same messages with new ids, results in the order of their calls. Never fails: a result that
   * belongs to no call keeps its id, after those that do; a result without id belongs to the first
   * call that has none yet.
   */
  public static List<ChatMessage> inCallOrder(List<ChatMessage> messages, IdRule rule) {
    CallHistory history = new CallHistory(rule);
    for (ChatMessage message : messages) {
      if (message.role() == Role.TOOL) {
        history.results.add(message);
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
      Call renamed = new Call(rule.id(call, calls), calls);
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
