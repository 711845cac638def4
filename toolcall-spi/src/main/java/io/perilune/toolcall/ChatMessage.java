package io.perilune.toolcall;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * One message of a conversation, independent of any API.
 *
 * @param role who speaks
 * @param name the speaker's or the tool's name, or {@code null}
 * @param content the content, or {@code null} where the client sent none
 * @param reasoning the assistant's reasoning, or {@code null}
 * @param toolCalls calls the assistant makes, in order; empty for other roles
 * @param toolCallId for {@link Role#TOOL}: the id of the call that this message answers, or {@code
 *     null}
 */
public record ChatMessage(
    Role role,
    String name,
    MessageContent content,
    String reasoning,
    List<ToolCall> toolCalls,
    String toolCallId) {
  public ChatMessage {
    Objects.requireNonNull(role, "role");
    toolCalls = List.copyOf(toolCalls);
  }

  public static ChatMessage system(String text) {
    return new ChatMessage(Role.SYSTEM, null, MessageContent.of(text), null, List.of(), null);
  }

  public static ChatMessage user(String text) {
    return new ChatMessage(Role.USER, null, MessageContent.of(text), null, List.of(), null);
  }

  /** An assistant message; {@code text} may be {@code null} where there are calls. */
  public static ChatMessage assistant(String text, List<ToolCall> toolCalls) {
    MessageContent content = text == null ? null : MessageContent.of(text);
    return new ChatMessage(Role.ASSISTANT, null, content, null, toolCalls, null);
  }

  public static ChatMessage tool(String toolCallId, String text) {
    return new ChatMessage(
        Role.TOOL,
        null,
        MessageContent.of(text),
        null,
        List.of(),
        Objects.requireNonNull(toolCallId));
  }

  public Optional<MessageContent> contentIfPresent() {
    return Optional.ofNullable(content);
  }

  public ChatMessage withToolCalls(List<ToolCall> calls) {
    return new ChatMessage(role, name, content, reasoning, calls, toolCallId);
  }

  public ChatMessage withToolCallId(String id) {
    return new ChatMessage(role, name, content, reasoning, toolCalls, id);
  }

  public ChatMessage withReasoning(String text) {
    return new ChatMessage(role, name, content, text, toolCalls, toolCallId);
  }

  public ChatMessage withName(String newName) {
    return new ChatMessage(role, newName, content, reasoning, toolCalls, toolCallId);
  }
}
