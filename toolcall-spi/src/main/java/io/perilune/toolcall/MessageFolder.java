package io.perilune.toolcall;

import java.util.ArrayList;
import java.util.List;

/**
 * Folds what a parser emits into one message, for answers that are not streamed. Checks the order
 * that {@link ToolCallSink} promises. Not thread-safe; one folder per generation.
 */
public final class MessageFolder implements ToolCallSink {
  private final StringBuilder reasoning = new StringBuilder();
  private final StringBuilder content = new StringBuilder();
  private final List<ToolCall> calls = new ArrayList<>();
  private final StringBuilder arguments = new StringBuilder();
  private String id;
  private String name;

  /** Starts with an empty message. */
  public MessageFolder() {}

  @Override
  public void reasoning(String text) {
    requireNoCall("reasoning");
    reasoning.append(text);
  }

  @Override
  public void content(String text) {
    requireNoCall("content");
    content.append(text);
  }

  @Override
  public void callStart(int index, String callId, String toolName) {
    require(name == null, "A call starts before the end of the one before.");
    require(index == calls.size(), "Call " + calls.size() + " has the index " + index + ".");
    id = callId;
    name = toolName;
    arguments.setLength(0);
  }

  @Override
  public void arguments(int index, String text) {
    requireOpen(index);
    arguments.append(text);
  }

  @Override
  public void callEnd(int index) {
    requireOpen(index);
    calls.add(new ToolCall(id, name, arguments.toString()));
    name = null;
  }

  /**
   * The message so far, complete as far as the parser has ended.
   *
   * @throws IllegalStateException if a call has no end yet
   */
  public GeneratedMessage message(FinishReason finishReason) {
    require(name == null, "The last call has no end.");
    MessageContent text =
        content.isEmpty() && !calls.isEmpty() ? null : MessageContent.of(content.toString());
    String thoughts = reasoning.isEmpty() ? null : reasoning.toString();
    return new GeneratedMessage(
        new ChatMessage(Role.ASSISTANT, null, text, thoughts, calls, null), finishReason);
  }

  private void requireNoCall(String what) {
    require(name == null && calls.isEmpty(), "There is " + what + " after a call.");
  }

  private void requireOpen(int index) {
    require(
        name != null && index == calls.size(),
        "The call with the index " + index + " is not open.");
  }

  private static void require(boolean condition, String problem) {
    if (!condition) {
      throw new IllegalStateException("The parser broke the order of events: " + problem);
    }
  }
}
