package io.perilune.toolcall.testkit;

import io.perilune.toolcall.ChatMessage;
import io.perilune.toolcall.MessageContent;
import io.perilune.toolcall.Role;
import io.perilune.toolcall.ToolCall;
import java.util.List;

/** Conversations as clients send them, good and bad. */
final class Histories {
  private static final ToolCall FIRST = call("toolu_01", "{\"path\": \"a\"}");
  private static final ToolCall SECOND = call("call_abc", "{\"path\":\"b\"}");

  private Histories() {}

  static List<List<ChatMessage>> all() {
    ChatMessage user = ChatMessage.user("Read both.");
    ChatMessage calls = ChatMessage.assistant(null, List.of(FIRST, SECOND));
    ChatMessage first = ChatMessage.tool("toolu_01", "A");
    ChatMessage second = ChatMessage.tool("call_abc", "B");
    ChatMessage noId =
        new ChatMessage(Role.TOOL, "read_file", MessageContent.of("N"), null, List.of(), null);
    return List.of(
        List.of(),
        List.of(user),
        List.of(user, calls, first, second, ChatMessage.assistant("Done.", List.of())),
        List.of(user, calls, second, first),
        List.of(user, calls, second),
        List.of(user, calls, noId, noId, noId),
        List.of(first, ChatMessage.tool("other", "O"), user),
        List.of(user, calls, first, second, user, calls, second, first));
  }

  static List<Role> roles(List<ChatMessage> history) {
    return history.stream().map(ChatMessage::role).toList();
  }

  /** Names and arguments of all calls, in order. */
  static List<String> calls(List<ChatMessage> history) {
    return history.stream()
        .flatMap(message -> message.toolCalls().stream())
        .map(call -> call.name() + call.arguments())
        .toList();
  }

  /** All texts, regardless of order. */
  static List<String> texts(List<ChatMessage> history) {
    return history.stream()
        .map(message -> message.contentIfPresent().map(MessageContent::plainText).orElse(""))
        .sorted()
        .toList();
  }

  private static ToolCall call(String id, String arguments) {
    return new ToolCall(id, "read_file", arguments);
  }
}
