package io.perilune.server.api.anthropic;

import io.perilune.server.answer.AnswerForm;
import io.perilune.server.answer.JsonEvents;
import io.perilune.server.answer.StreamEncoder;
import io.perilune.server.chat.Completion;
import io.perilune.server.conversation.ArgumentsObject;
import io.perilune.toolcall.ChatMessage;
import io.perilune.toolcall.MessageContent;
import java.util.ArrayList;
import java.util.List;

/** An answer as a message of this API. */
record MessageForm(MessageHead head, String requestId) implements AnswerForm {
  @Override
  public Message whole(ChatMessage message, Completion completion) {
    List<ContentBlock> blocks = new ArrayList<>();
    if (message.reasoning() != null) {
      blocks.add(thinking(message.reasoning()));
    }
    message
        .contentIfPresent()
        .map(MessageContent::plainText)
        .filter(text -> !text.isEmpty())
        .ifPresent(text -> blocks.add(new ContentBlock.Text(text)));
    message
        .toolCalls()
        .forEach(
            call ->
                blocks.add(
                    new ContentBlock.ToolUse(
                        ToolUseIds.encode(call.id()),
                        call.name(),
                        ArgumentsObject.of(call.arguments()))));
    return Message.of(head, blocks, StopReason.of(completion), Usage.of(completion.stats()));
  }

  private ContentBlock thinking(String reasoning) {
    return head.showThinking()
        ? new ContentBlock.Thinking(reasoning, ThinkingSignature.ofShown())
        : new ContentBlock.Thinking("", ThinkingSignature.ofHidden(reasoning));
  }

  @Override
  public StreamEncoder streamed(JsonEvents events) {
    return new EventEncoder(events, head, requestId);
  }
}
