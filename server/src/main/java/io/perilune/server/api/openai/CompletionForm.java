package io.perilune.server.api.openai;

import io.perilune.server.answer.AnswerForm;
import io.perilune.server.answer.JsonEvents;
import io.perilune.server.answer.StreamEncoder;
import io.perilune.server.chat.Completion;
import io.perilune.toolcall.ChatMessage;

/**
 * An answer as a chat completion.
 *
 * @param includeUsage whether a stream ends with a chunk of usage
 */
record CompletionForm(AnswerHead head, boolean includeUsage) implements AnswerForm {
  @Override
  public ChatCompletion whole(ChatMessage message, Completion completion) {
    return ChatCompletion.of(head, message, completion);
  }

  @Override
  public StreamEncoder streamed(JsonEvents events) {
    return new ChunkEncoder(events, head, includeUsage);
  }
}
