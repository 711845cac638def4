package io.perilune.server.chat;

import io.perilune.toolcall.FinishReason;
import io.perilune.toolcall.GeneratedMessage;
import io.perilune.toolcall.MessageFolder;
import io.perilune.toolcall.ToolCallSink;
import java.util.ArrayList;
import java.util.List;

/** Passes the parts of an answer on, and keeps them: the whole message and its content's tokens. */
final class AnswerParts implements ToolCallSink {
  private final AnswerSink sink;
  private final MessageFolder whole = new MessageFolder();
  private final List<ContentToken> tokens = new ArrayList<>();

  /** Null if no log probabilities are asked for. */
  private final ContentTokens source;

  AnswerParts(AnswerSink sink, ContentTokens source) {
    this.sink = sink;
    this.source = source;
  }

  GeneratedMessage message(FinishReason reason) {
    return whole.message(reason);
  }

  List<ContentToken> tokens() {
    return tokens;
  }

  @Override
  public void reasoning(String text) {
    if (source != null) {
      source.pass(text);
    }
    sink.reasoning(text);
    whole.reasoning(text);
  }

  @Override
  public void content(String text) {
    List<ContentToken> own = source == null ? List.of() : source.pass(text);
    tokens.addAll(own);
    sink.content(text, own);
    whole.content(text);
  }

  @Override
  public void callStart(int index, String id, String name) {
    if (source != null) {
      // No content follows.
      source.clear();
    }
    sink.callStart(index, id, name);
    whole.callStart(index, id, name);
  }

  @Override
  public void arguments(int index, String text) {
    sink.arguments(index, text);
    whole.arguments(index, text);
  }

  @Override
  public void callEnd(int index) {
    sink.callEnd(index);
    whole.callEnd(index);
  }
}
