package io.perilune.server.api.anthropic;

import io.perilune.server.answer.JsonEvents;
import io.perilune.server.answer.StreamEncoder;
import io.perilune.server.api.anthropic.StreamEvent.ContentBlockDelta;
import io.perilune.server.api.anthropic.StreamEvent.ContentBlockStart;
import io.perilune.server.api.anthropic.StreamEvent.ContentBlockStop;
import io.perilune.server.api.anthropic.StreamEvent.Delta;
import io.perilune.server.api.anthropic.StreamEvent.MessageDelta;
import io.perilune.server.api.anthropic.StreamEvent.MessageStart;
import io.perilune.server.api.anthropic.StreamEvent.MessageStop;
import io.perilune.server.api.anthropic.StreamEvent.Ping;
import io.perilune.server.chat.Completion;
import io.perilune.server.error.ApiException;
import java.util.List;

/**
 * Writes an answer as named events. Blocks are numbered as they begin: none is there before it has
 * something to say, and one ends before the next begins.
 */
final class EventEncoder implements StreamEncoder {
  private final JsonEvents events;
  private final MessageHead head;
  private final String requestId;
  private final StringBuilder hiddenReasoning = new StringBuilder();
  private Open open = Open.NOTHING;
  private int index = -1;

  private enum Open {
    NOTHING,
    THINKING,
    TEXT,
    TOOL_USE
  }

  EventEncoder(JsonEvents events, MessageHead head, String requestId) {
    this.events = events;
    this.head = head;
    this.requestId = requestId;
  }

  @Override
  public void begin() {
    Usage usage = Usage.ofPrompt(head.promptTokens());
    send(new MessageStart(Message.of(head, List.of(), StopReason.NONE, usage)));
    breakSilence();
  }

  @Override
  public void reasoning(String text) {
    if (open != Open.THINKING) {
      start(Open.THINKING, new ContentBlock.Thinking("", ""));
    }
    if (head.showThinking()) {
      delta(Delta.thinking(text));
    } else {
      hiddenReasoning.append(text);
    }
  }

  @Override
  public void content(String text) {
    if (open != Open.TEXT) {
      start(Open.TEXT, new ContentBlock.Text(""));
    }
    delta(Delta.text(text));
  }

  @Override
  public void callStart(int call, String id, String name) {
    start(Open.TOOL_USE, new ContentBlock.ToolUse(ToolUseIds.encode(id), name, "{}"));
  }

  @Override
  public void arguments(int call, String text) {
    delta(Delta.inputJson(text));
  }

  @Override
  public void callEnd(int call) {
    stop();
  }

  @Override
  public void breakSilence() {
    send(new Ping());
  }

  @Override
  public void end(Completion completion) {
    stop();
    send(new MessageDelta(StopReason.of(completion), Usage.of(completion.stats())));
    send(new MessageStop());
  }

  @Override
  public void fail(ApiException error) {
    events.send("error", MessagesError.of(error, requestId));
  }

  private void start(Open kind, ContentBlock block) {
    stop();
    open = kind;
    index++;
    send(new ContentBlockStart(index, block));
  }

  private void stop() {
    if (open == Open.NOTHING) {
      return;
    }
    if (open == Open.THINKING) {
      delta(Delta.signature(signature()));
    }
    send(new ContentBlockStop(index));
    open = Open.NOTHING;
  }

  private String signature() {
    if (head.showThinking()) {
      return ThinkingSignature.ofShown();
    }
    String signature = ThinkingSignature.ofHidden(hiddenReasoning.toString());
    hiddenReasoning.setLength(0);
    return signature;
  }

  private void delta(Delta delta) {
    send(new ContentBlockDelta(index, delta));
  }

  private void send(StreamEvent event) {
    events.send(event.type(), event);
  }
}
