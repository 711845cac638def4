package io.perilune.server.api.openai.responses;

import io.perilune.server.answer.StreamEncoder;
import io.perilune.server.chat.Completion;
import io.perilune.server.error.ApiException;
import io.perilune.toolcall.FinishReason;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes an answer as named events. Items are numbered as they begin: none is there before it has
 * something to say, and one ends before the next begins.
 */
final class EventEncoder implements StreamEncoder {
  private final ResponseEvents events;
  private final ResponseHead head;
  private final List<OutputItem> output = new ArrayList<>();

  /** The item that has begun and has not ended, or null. */
  private OpenItem open;

  EventEncoder(ResponseEvents events, ResponseHead head) {
    this.events = events;
    this.head = head;
  }

  @Override
  public void begin() {
    state("response.created", ResponseObject.inProgress(head));
    breakSilence();
  }

  @Override
  public void reasoning(String text) {
    text(OpenText.Kind.REASONING, text);
  }

  @Override
  public void content(String text) {
    text(OpenText.Kind.CONTENT, text);
  }

  @Override
  public void callStart(int call, String id, String name) {
    close(ItemStatus.COMPLETED);
    ClientTool tool = head.tools().byModelName(name);
    open =
        tool.custom()
            ? new OpenCustomToolCall(events, output.size(), id, tool)
            : new OpenFunctionCall(events, output.size(), id, tool);
  }

  @Override
  public void arguments(int call, String text) {
    open.add(text);
  }

  /** Leaves the item open: only what comes next tells whether the answer was cut in the call. */
  @Override
  public void callEnd(int call) {}

  @Override
  public void breakSilence() {
    state("response.in_progress", ResponseObject.inProgress(head));
  }

  @Override
  public void end(Completion completion) {
    close(ItemStatus.ofLast(completion.reason()));
    state(
        completion.reason() == FinishReason.LENGTH ? "response.incomplete" : "response.completed",
        ResponseObject.ended(head, output, completion));
  }

  @Override
  public void fail(ApiException error) {
    state("response.failed", ResponseObject.failed(head, output, error));
  }

  private void text(OpenText.Kind kind, String text) {
    if (!(open instanceof OpenText item && item.is(kind))) {
      close(ItemStatus.COMPLETED);
      open = new OpenText(events, output.size(), kind, head.opaqueReasoning());
    }
    open.add(text);
  }

  private void close(ItemStatus status) {
    if (open != null) {
      output.add(open.close(status));
      open = null;
    }
  }

  private void state(String type, ResponseObject response) {
    events.send(new ResponseEvent.State(type, response));
  }
}
