package io.perilune.server.api.openai.responses;

/** A call of a custom tool, which is being streamed. */
final class OpenCustomToolCall implements OpenItem {
  private final ResponseEvents events;
  private final int index;
  private final String callId;
  private final ClientTool tool;
  private final String id = ItemIds.customToolCall();
  private final CustomInput decoder = new CustomInput();
  private final StringBuilder input = new StringBuilder();

  /** Says that the call begins. */
  OpenCustomToolCall(ResponseEvents events, int index, String callId, ClientTool tool) {
    this.events = events;
    this.index = index;
    this.callId = callId;
    this.tool = tool;
    events.send(
        ResponseEvent.Item.added(
            index, OutputItem.CustomToolCall.of(id, ItemStatus.IN_PROGRESS, callId, tool, "")));
  }

  @Override
  public void add(String arguments) {
    send(decoder.accept(arguments));
  }

  @Override
  public OutputItem close(ItemStatus status) {
    send(decoder.end());
    String whole = input.toString();
    events.send(new ResponseEvent.InputDone(id, index, whole));
    OutputItem item = OutputItem.CustomToolCall.of(id, status, callId, tool, whole);
    events.send(ResponseEvent.Item.done(index, item));
    return item;
  }

  private void send(String delta) {
    if (!delta.isEmpty()) {
      input.append(delta);
      events.send(
          new ResponseEvent.CallDelta("response.custom_tool_call_input.delta", id, index, delta));
    }
  }
}
