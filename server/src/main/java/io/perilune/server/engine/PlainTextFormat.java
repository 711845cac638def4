package io.perilune.server.engine;

import io.perilune.toolcall.EndCause;
import io.perilune.toolcall.FinishReason;
import io.perilune.toolcall.ModelDescriptor;
import io.perilune.toolcall.ParseContext;
import io.perilune.toolcall.ToolCallFormat;
import io.perilune.toolcall.ToolCallParser;
import io.perilune.toolcall.ToolCallSink;

/**
 * The format of models that no other format knows: there are no calls, and text is content unless
 * it stands between think tags.
 */
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
    return new PlainTextParser(context.reasoning(), context.thinkOpen());
  }

  private static final class PlainTextParser implements ToolCallParser {
    private final boolean reasoning;
    private boolean thinking;

    PlainTextParser(boolean reasoning, boolean thinking) {
      this.reasoning = reasoning;
      this.thinking = thinking;
    }

    @Override
    public void accept(String text, boolean control, ToolCallSink sink) {
      if (control && reasoning && text.equals("<think>")) {
        thinking = true;
      } else if (control && reasoning && text.equals("</think>")) {
        thinking = false;
      } else if (!control && thinking) {
        sink.reasoning(text);
      } else if (!control) {
        sink.content(text);
      }
    }

    @Override
    public FinishReason end(EndCause cause, ToolCallSink sink) {
      return cause == EndCause.LENGTH ? FinishReason.LENGTH : FinishReason.STOP;
    }
  }
}
