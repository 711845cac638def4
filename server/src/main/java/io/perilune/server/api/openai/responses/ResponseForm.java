package io.perilune.server.api.openai.responses;

import io.perilune.server.answer.AnswerForm;
import io.perilune.server.answer.JsonEvents;
import io.perilune.server.answer.StreamEncoder;
import io.perilune.server.chat.Completion;
import io.perilune.toolcall.ChatMessage;
import io.perilune.toolcall.MessageContent;
import io.perilune.toolcall.ToolCall;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** An answer as a response of this API. */
record ResponseForm(ResponseHead head) implements AnswerForm {
  @Override
  public ResponseObject whole(ChatMessage message, Completion completion) {
    List<Function<ItemStatus, OutputItem>> items = new ArrayList<>();
    if (message.reasoning() != null) {
      items.add(status -> reasoning(message.reasoning(), status));
    }
    message
        .contentIfPresent()
        .map(MessageContent::plainText)
        .filter(text -> !text.isEmpty())
        .ifPresent(
            text -> items.add(status -> OutputItem.Message.ended(ItemIds.message(), status, text)));
    message.toolCalls().forEach(call -> items.add(status -> call(call, status)));
    List<OutputItem> output = new ArrayList<>();
    for (int i = 0; i < items.size(); i++) {
      boolean last = i == items.size() - 1;
      output.add(
          items.get(i).apply(last ? ItemStatus.ofLast(completion.reason()) : ItemStatus.COMPLETED));
    }
    return ResponseObject.ended(head, output, completion);
  }

  private OutputItem reasoning(String text, ItemStatus status) {
    return OutputItem.Reasoning.ended(ItemIds.reasoning(), status, text, head.opaqueReasoning());
  }

  private OutputItem call(ToolCall call, ItemStatus status) {
    ClientTool tool = head.tools().byModelName(call.name());
    if (!tool.custom()) {
      return OutputItem.FunctionCall.of(
          ItemIds.functionCall(), status, call.id(), tool, call.arguments());
    }
    CustomInput input = new CustomInput();
    String text = input.accept(call.arguments()) + input.end();
    return OutputItem.CustomToolCall.of(ItemIds.customToolCall(), status, call.id(), tool, text);
  }

  @Override
  public StreamEncoder streamed(JsonEvents events) {
    return new EventEncoder(new ResponseEvents(events), head);
  }
}
