package io.perilune.server.chat;

import io.perilune.toolcall.ToolCallSink;

/** Passes each part of an answer on to two receivers. */
record BothSinks(ToolCallSink first, ToolCallSink second) implements ToolCallSink {
  @Override
  public void reasoning(String text) {
    first.reasoning(text);
    second.reasoning(text);
  }

  @Override
  public void content(String text) {
    first.content(text);
    second.content(text);
  }

  @Override
  public void callStart(int index, String id, String name) {
    first.callStart(index, id, name);
    second.callStart(index, id, name);
  }

  @Override
  public void arguments(int index, String text) {
    first.arguments(index, text);
    second.arguments(index, text);
  }

  @Override
  public void callEnd(int index) {
    first.callEnd(index);
    second.callEnd(index);
  }
}
