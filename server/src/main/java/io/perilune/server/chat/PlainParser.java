package io.perilune.server.chat;

import io.perilune.inference.tokenizer.DecodedPiece;
import io.perilune.toolcall.EndCause;
import io.perilune.toolcall.FinishReason;
import io.perilune.toolcall.ToolCallParser;
import io.perilune.toolcall.ToolCallSink;

/** Takes all text for content; there are no calls and no reasoning in an answer without a chat. */
final class PlainParser implements ToolCallParser {
  @Override
  public void accept(String text, boolean control, ToolCallSink sink) {
    if (!control || ChatGeneration.isThinkTag(new DecodedPiece(text, true))) {
      sink.content(text);
    }
  }

  @Override
  public FinishReason end(EndCause cause, ToolCallSink sink) {
    return cause == EndCause.LENGTH ? FinishReason.LENGTH : FinishReason.STOP;
  }
}
