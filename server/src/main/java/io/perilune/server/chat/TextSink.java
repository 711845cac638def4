package io.perilune.server.chat;

import io.perilune.toolcall.ToolCallSink;
import java.util.List;

/** Passes an answer on to a receiver that has no use for its tokens. */
record TextSink(ToolCallSink sink) implements AnswerSink {
  @Override
  public void reasoning(String text) {
    sink.reasoning(text);
  }

  @Override
  public void content(String text, List<ContentToken> tokens) {
    sink.content(text);
  }

  @Override
  public void callStart(int index, String id, String name) {
    sink.callStart(index, id, name);
  }

  @Override
  public void arguments(int index, String text) {
    sink.arguments(index, text);
  }

  @Override
  public void callEnd(int index) {
    sink.callEnd(index);
  }
}
