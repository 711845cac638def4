package io.perilune.server.api.openai.responses;

/** A call of a function, which is being streamed. */
final class OpenFunctionCall implements OpenItem {
  private final ResponseEvents events;
  private final int index;
  private final String callId;
  private final ClientTool tool;
  private final String id = ItemIds.functionCall();
  private final StringBuilder arguments = new StringBuilder();

  /** Says that the call begins. */
  OpenFunctionCall(ResponseEvents events, int index, String callId, ClientTool tool) {
    this.events = events;
    this.index = index;
    this.callId = callId;
    this.tool = tool;
    events.send(
        ResponseEvent.Item.added(
            index, OutputItem.FunctionCall.of(id, ItemStatus.IN_PROGRESS, callId, tool, "")));
  }

  @Override
  public void add(String text) {
    arguments.append(text);
    events.send(
        new ResponseEvent.CallDelta("response.function_call_arguments.delta", id, index, text));
  }

  @Override
  public OutputItem close(ItemStatus status) {
    String whole = arguments.toString();
    events.send(new ResponseEvent.ArgumentsDone(id, index, tool.name(), whole));
    OutputItem item = OutputItem.FunctionCall.of(id, status, callId, tool, whole);
    events.send(ResponseEvent.Item.done(index, item));
    return item;
  }
}
