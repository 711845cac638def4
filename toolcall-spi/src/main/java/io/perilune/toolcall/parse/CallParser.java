package io.perilune.toolcall.parse;

import io.perilune.toolcall.EndCause;
import io.perilune.toolcall.FinishReason;
import io.perilune.toolcall.ParseContext;
import io.perilune.toolcall.ToolCallParser;
import io.perilune.toolcall.ToolCallSink;

/**
 * Parser of one generation, by a format's {@link CallSyntax}. Its work is linear in the output, and
 * its result does not depend on how the output is cut into pieces.
 *
 * <p>Inside JSON strings of arguments markers are data, unless the model forgot the closing quote.
 * Arguments are the model's own text, passed on as it comes, with what models often get wrong
 * mended; what cannot be mended is passed on as it is.
 */
public final class CallParser implements ToolCallParser {
  private final MessageWriter writer;
  private final OutputMachine machine;
  private final MarkerScanner scanner;
  private final SymbolQueue waiting;

  /** A parser of the answer to one request. */
  public CallParser(ParseContext context, CallSyntax syntax) {
    writer = new MessageWriter(context, syntax.ids());
    machine = new OutputMachine(context, syntax, writer);
    waiting = new SymbolQueue(syntax.markers());
    scanner =
        new MarkerScanner(
            new Order(), syntax.markers(), context.markersAreTokens(), context.reasoning());
  }

  @Override
  public void accept(String text, boolean control, ToolCallSink sink) {
    writer.to(sink);
    scanner.accept(text, control);
    machine.flush();
    writer.flush();
  }

  @Override
  public FinishReason end(EndCause cause, ToolCallSink sink) {
    writer.to(sink);
    scanner.end();
    deliverWaiting(true);
    machine.end(cause);
    writer.flush();
    if (cause == EndCause.LENGTH) {
      return FinishReason.LENGTH;
    }
    return writer.anyCallWritten() ? FinishReason.TOOL_CALLS : FinishReason.STOP;
  }

  /** Keeps symbols in order while a marker inside a string waits for its meaning. */
  private final class Order implements MarkerScanner.Symbols {
    @Override
    public void character(char c) {
      if (waiting.isEmpty()) {
        machine.character(c);
      } else {
        waiting.add(c);
        deliverWaiting(false);
      }
    }

    @Override
    public void marker(Marker marker) {
      waiting.add(marker);
      deliverWaiting(false);
    }

    @Override
    public void otherControl(String text) {
      if (machine.inString()) {
        text.chars().forEach(c -> character((char) c));
      }
    }
  }

  private void deliverWaiting(boolean atEnd) {
    while (!waiting.isEmpty()) {
      Marker marker = waiting.peekMarker();
      if (marker == null) {
        machine.character(waiting.takeCharacter());
      } else if (marker.ordinary() && machine.inVerbatim()) {
        waiting.takeMarker();
        data(marker);
      } else if (!machine.inString()) {
        waiting.takeMarker();
        machine.marker(marker);
      } else if (!marker.kind().endsOpenString()) {
        waiting.takeMarker();
        data(marker);
      } else {
        SymbolQueue.Verdict verdict = waiting.verdict(machine.isWholeString(), atEnd);
        if (verdict == SymbolQueue.Verdict.UNDECIDED) {
          return;
        }
        if (verdict == SymbolQueue.Verdict.DATA) {
          deliverString();
        } else {
          waiting.takeMarker();
          machine.marker(marker);
        }
      }
    }
  }

  /** All markers up to the end of the string are data. */
  private void deliverString() {
    for (int left = waiting.stringLength(); left > 0; left--) {
      Marker marker = waiting.peekMarker();
      if (marker == null) {
        machine.character(waiting.takeCharacter());
      } else {
        waiting.takeMarker();
        data(marker);
      }
    }
  }

  private void data(Marker marker) {
    marker.text().chars().forEach(c -> machine.character((char) c));
  }
}
