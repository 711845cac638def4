package io.perilune.toolcall.testkit;

import io.perilune.toolcall.FinishReason;
import io.perilune.toolcall.GeneratedMessage;
import io.perilune.toolcall.MessageFolder;
import io.perilune.toolcall.ParseContext;
import io.perilune.toolcall.ToolCallSink;
import java.util.HashSet;
import java.util.Set;

/**
 * Folds events into a message and refuses those that a client could not be given: events out of
 * order (by {@link MessageFolder}), empty texts, half characters, ids used before, calls that
 * nobody asked for, a finish reason that does not fit.
 */
public final class CheckingSink implements ToolCallSink {
  private final MessageFolder folder = new MessageFolder();
  private final ParseContext context;
  private final Set<String> ids;
  private int calls;
  private long events;

  /** A sink for the answer to one request. */
  public CheckingSink(ParseContext context) {
    this.context = context;
    ids = new HashSet<>(context.usedIds());
  }

  @Override
  public void reasoning(String text) {
    checkText(text);
    require(context.reasoning(), "There is reasoning although none was asked for.");
    folder.reasoning(text);
  }

  @Override
  public void content(String text) {
    checkText(text);
    folder.content(text);
  }

  @Override
  public void callStart(int index, String id, String name) {
    events++;
    calls++;
    require(ids.add(id), "The id " + id + " is not unique in the conversation.");
    require(!id.isBlank(), "A call has no id.");
    require(!name.isBlank(), "A call has no name.");
    require(context.active(), "There is a call although calls are off.");
    require(context.parallelToolCalls() || calls == 1, "There is more than one call.");
    folder.callStart(index, id, name);
  }

  @Override
  public void arguments(int index, String text) {
    checkText(text);
    folder.arguments(index, text);
  }

  @Override
  public void callEnd(int index) {
    events++;
    folder.callEnd(index);
  }

  /** How many events have come. */
  public long events() {
    return events;
  }

  /** The complete message. */
  public GeneratedMessage message(FinishReason reason) {
    FinishReason natural = calls > 0 ? FinishReason.TOOL_CALLS : FinishReason.STOP;
    require(
        reason == natural || reason == FinishReason.LENGTH,
        "The answer with " + calls + " calls ends with " + reason + ".");
    return folder.message(reason);
  }

  private void checkText(String text) {
    events++;
    require(!text.isEmpty(), "There is an event with an empty text.");
    require(
        !Character.isHighSurrogate(text.charAt(text.length() - 1)),
        "A text ends in half a character.");
  }

  private static void require(boolean condition, String problem) {
    if (!condition) {
      throw new IllegalStateException("The parser broke a rule of its events: " + problem);
    }
  }
}
