package io.perilune.server.api.ollama;

import io.perilune.server.answer.AnswerForm;
import io.perilune.server.answer.JsonEvents;
import io.perilune.server.answer.StreamEncoder;
import io.perilune.server.chat.Completion;
import io.perilune.server.sse.StreamFormat;
import io.perilune.toolcall.ChatMessage;

/**
 * An answer as one object, or a stream of lines.
 *
 * @param model the name that answers carry
 */
record ChatForm(String model) implements AnswerForm {
  @Override
  public ChatAnswer whole(ChatMessage message, Completion completion) {
    return ChatAnswer.done(model, AnswerMessage.of(message), completion);
  }

  @Override
  public StreamEncoder streamed(JsonEvents events) {
    return new LineEncoder(events, model);
  }

  @Override
  public StreamFormat streamFormat() {
    return StreamFormat.LINES;
  }
}
