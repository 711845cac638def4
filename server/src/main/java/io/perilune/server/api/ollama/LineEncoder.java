package io.perilune.server.api.ollama;

import io.perilune.server.answer.JsonEvents;
import io.perilune.server.answer.StreamEncoder;
import io.perilune.server.chat.Completion;
import io.perilune.server.error.ApiException;

/** Writes an answer as lines. A call is written when it is whole: its arguments are an object. */
final class LineEncoder implements StreamEncoder {
  private final JsonEvents events;
  private final String model;
  private final StringBuilder arguments = new StringBuilder();
  private String callId;
  private String callName;

  LineEncoder(JsonEvents events, String model) {
    this.events = events;
    this.model = model;
  }

  @Override
  public void begin() {}

  @Override
  public void reasoning(String text) {
    send(AnswerMessage.thinking(text));
  }

  @Override
  public void content(String text) {
    send(AnswerMessage.text(text));
  }

  @Override
  public void callStart(int index, String id, String name) {
    callId = id;
    callName = name;
    arguments.setLength(0);
  }

  @Override
  public void arguments(int index, String text) {
    arguments.append(text);
  }

  @Override
  public void callEnd(int index) {
    send(AnswerMessage.call(AnswerMessage.Call.of(index, callId, callName, arguments.toString())));
  }

  @Override
  public void breakSilence() {
    send(AnswerMessage.EMPTY);
  }

  @Override
  public void end(Completion completion) {
    events.send(ChatAnswer.done(model, AnswerMessage.EMPTY, completion));
  }

  @Override
  public void fail(ApiException error) {
    events.send(new ErrorText(error.getMessage()));
  }

  private void send(AnswerMessage message) {
    events.send(ChatAnswer.part(model, message));
  }
}
