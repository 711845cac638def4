package io.perilune.template;

import io.perilune.toolcall.ChatMessage;
import io.perilune.toolcall.MessageContent;
import io.perilune.toolcall.Role;
import io.perilune.toolcall.ToolCall;
import io.perilune.toolcall.json.JsonReader;
import io.perilune.toolcall.json.JsonValue;
import io.perilune.toolcall.json.JsonWriter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Calls and their results in a form that a template takes: results in the order of their calls,
 * with ids and names; as text where the template knows neither.
 */
final class CallHistory {
  private static final int SHORT_ID_LENGTH = 9;

  /** The name of a tool of which nothing is known but a result. */
  private static final String UNKNOWN_TOOL = "tool";

  private final TemplateCapabilities capabilities;
  private final List<ChatMessage> arranged = new ArrayList<>();
  private int calls;

  private CallHistory(TemplateCapabilities capabilities) {
    this.capabilities = capabilities;
  }

  static List<ChatMessage> arrange(List<ChatMessage> messages, TemplateCapabilities capabilities) {
    CallHistory history = new CallHistory(capabilities);
    for (int i = 0; i < messages.size(); ) {
      ChatMessage message = messages.get(i++);
      if (message.role() == Role.TOOL) {
        history.addOrphan(message);
      } else if (message.toolCalls().isEmpty()) {
        history.arranged.add(message);
      } else {
        int end = i;
        while (end < messages.size() && messages.get(end).role() == Role.TOOL) {
          end++;
        }
        history.addExchange(message, messages.subList(i, end));
        i = end;
      }
    }
    return List.copyOf(history.arranged);
  }

  private void addExchange(ChatMessage calling, List<ChatMessage> results) {
    List<ToolCall> old = calling.toolCalls();
    List<ChatMessage> answers = new ArrayList<>(Collections.nCopies(old.size(), null));
    List<ChatMessage> orphans = assign(old, results, answers);
    List<ToolCall> renamed = old.stream().map(this::withFittingId).toList();
    boolean together = renamed.size() == 1 || capabilities.can(TemplateCapability.PARALLEL_CALLS);
    if (together) {
      addCalls(calling, renamed);
    }
    for (int i = 0; i < renamed.size(); i++) {
      if (!together) {
        addCalls(i == 0 ? calling : silent(calling), List.of(renamed.get(i)));
      }
      addResult(renamed.get(i), answers.get(i));
    }
    orphans.forEach(this::addOrphan);
  }

  private static ChatMessage silent(ChatMessage message) {
    return MessageEdits.withReasoning(MessageEdits.withContent(message, null), null);
  }

  /** Finds the call of each result: by its id, else the first without one; gives those left. */
  private static List<ChatMessage> assign(
      List<ToolCall> calls, List<ChatMessage> results, List<ChatMessage> answers) {
    Map<String, Deque<Integer>> unanswered = new HashMap<>();
    for (int i = 0; i < calls.size(); i++) {
      unanswered.computeIfAbsent(calls.get(i).id(), id -> new ArrayDeque<>()).add(i);
    }
    Deque<ChatMessage> open = new ArrayDeque<>();
    for (ChatMessage result : results) {
      Deque<Integer> places = unanswered.get(result.toolCallId());
      if (places == null || places.isEmpty()) {
        open.add(result);
      } else {
        answers.set(places.remove(), result);
      }
    }
    for (int i = 0; i < answers.size() && !open.isEmpty(); i++) {
      if (answers.get(i) == null) {
        answers.set(i, open.remove());
      }
    }
    return List.copyOf(open);
  }

  private ToolCall withFittingId(ToolCall call) {
    calls++;
    return new ToolCall(fittingId(call.id()), call.name(), arguments(call.arguments()));
  }

  /** The id, or where the template is particular about ids the number of the call. */
  private String fittingId(String id) {
    boolean fits = capabilities.can(TemplateCapability.ANY_CALL_ID) || id != null && isShortId(id);
    return fits ? id : String.format(Locale.ROOT, "%0" + SHORT_ID_LENGTH + "d", calls);
  }

  private static boolean isShortId(String id) {
    return id.length() == SHORT_ID_LENGTH
        && id.chars().allMatch(c -> c < 128 && Character.isLetterOrDigit(c));
  }

  /** Arguments that the template can take; the client's text where it takes any. */
  private String arguments(String text) {
    if (!capabilities.objectArguments() && capabilities.can(TemplateCapability.ANY_ARGUMENTS)) {
      return text;
    }
    if (text.isBlank()) {
      return "{}";
    }
    boolean object =
        JsonReader.tryRead(text).filter(JsonValue.JsonObject.class::isInstance).isPresent();
    return object || capabilities.can(TemplateCapability.ANY_ARGUMENTS)
        ? text
        : JsonWriter.spaced(
            new JsonValue.JsonObject(Map.of("arguments", new JsonValue.JsonString(text))));
  }

  private void addCalls(ChatMessage calling, List<ToolCall> some) {
    String text = MessageEdits.text(calling);
    if (!capabilities.can(TemplateCapability.TOOL_CALLS)) {
      String described = some.stream().map(CallHistory::describe).collect(Collectors.joining("\n"));
      arranged.add(
          MessageEdits.withContent(
              calling.withToolCalls(List.of()),
              MessageContent.of(MessageEdits.paragraphs(text, described))));
      return;
    }
    if (!text.isEmpty() && !capabilities.can(TemplateCapability.CONTENT_BESIDE_CALLS)) {
      arranged.add(calling.withToolCalls(List.of()));
      arranged.add(silent(calling).withToolCalls(some));
      return;
    }
    arranged.add(calling.withToolCalls(some));
  }

  private static String describe(ToolCall call) {
    Map<String, JsonValue> members = new LinkedHashMap<>();
    members.put("name", new JsonValue.JsonString(call.name()));
    members.put(
        "arguments",
        JsonReader.tryRead(call.arguments())
            .orElseGet(() -> new JsonValue.JsonString(call.arguments())));
    return JsonWriter.spaced(new JsonValue.JsonObject(members));
  }

  private void addResult(ToolCall call, ChatMessage result) {
    ChatMessage known = result;
    if (known == null) {
      if (capabilities.can(TemplateCapability.UNANSWERED_CALLS)
          || !capabilities.can(TemplateCapability.TOOL_RESULTS)) {
        return;
      }
      known = ChatMessage.tool(call.id(), "");
    }
    add(known.withToolCallId(call.id()), call.name(), true);
  }

  private void addOrphan(ChatMessage result) {
    add(
        result.withToolCallId(fittingId(result.toolCallId())),
        UNKNOWN_TOOL,
        capabilities.can(TemplateCapability.ORPHAN_RESULTS));
  }

  private void add(ChatMessage result, String tool, boolean asResult) {
    String name = result.name() == null ? tool : result.name();
    if (!asResult || !capabilities.can(TemplateCapability.TOOL_RESULTS)) {
      arranged.add(
          MessageEdits.asUser(
              result.withName(null), "Result of " + name + ":\n" + MessageEdits.text(result)));
    } else {
      arranged.add(
          capabilities.can(TemplateCapability.RESULT_NAMES) ? result.withName(name) : result);
    }
  }
}
