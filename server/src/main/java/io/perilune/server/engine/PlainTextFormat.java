package io.perilune.server.engine;

import io.perilune.toolcall.EndCause;
import io.perilune.toolcall.FinishReason;
import io.perilune.toolcall.ModelDescriptor;
import io.perilune.toolcall.ParseContext;
import io.perilune.toolcall.ToolCallFormat;
import io.perilune.toolcall.ToolCallParser;
import io.perilune.toolcall.ToolCallSink;

/** The format of models that no other format knows: text is content, there are no calls. */
final class PlainTextFormat implements ToolCallFormat {
  static final String ID = "plain";

  @Override
  public String id() {
    return ID;
  }

  @Override
  public int score(ModelDescriptor model) {
    return 0;
  }

  @Override
  public ToolCallParser newParser(ParseContext context) {
    return new PlainTextParser();
  }

  private static final class PlainTextParser implements ToolCallParser {
    @Override
    public void accept(String text, boolean control, ToolCallSink sink) {
      if (!control) {
        sink.content(text);
      }
    }

    @Override
    public FinishReason end(EndCause cause, ToolCallSink sink) {
      return cause == EndCause.LENGTH ? FinishReason.LENGTH : FinishReason.STOP;
    }
  }
}
