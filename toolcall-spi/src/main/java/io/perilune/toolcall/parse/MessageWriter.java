package io.perilune.toolcall.parse;

import io.perilune.toolcall.ParseContext;
import io.perilune.toolcall.ToolCallSink;

/**
 * Passes the parts of the message on to the sink, the texts of one piece joined. Decides which
 * calls the client gets: none where calls are off, the first one where only one is wanted.
 */
final class MessageWriter {
  private final CallIds ids;
  private final int callsMax;
  private final StringBuilder text = new StringBuilder();
  private ToolCallSink sink;
  private Part part = Part.CONTENT;
  private boolean anyReasoning;
  private boolean anyContent;
  private int callsSeen;
  private int callsWritten;
  private boolean writing;

  private enum Part {
    REASONING,
    CONTENT,
    ARGUMENTS
  }

  MessageWriter(ParseContext context, CallIds ids) {
    this.ids = ids;
    if (!context.active()) {
      callsMax = 0;
    } else {
      callsMax = context.parallelToolCalls() ? Integer.MAX_VALUE : 1;
    }
  }

  /** The sink of what follows, until the next {@link #flush}. */
  void to(ToolCallSink newSink) {
    sink = newSink;
  }

  void reasoning(CharSequence more) {
    anyReasoning |= !more.isEmpty();
    append(Part.REASONING, more);
  }

  void content(CharSequence more) {
    anyContent |= !more.isEmpty();
    append(Part.CONTENT, more);
  }

  /**
   * Begins a call.
   *
   * @param header the header as the model wrote it, trimmed; empty if there was none
   */
  void startCall(String header, String name) {
    flush();
    callsSeen++;
    writing = callsWritten < callsMax;
    if (writing) {
      sink.callStart(callsWritten, ids.next(header, name), name);
    }
  }

  void arguments(CharSequence more) {
    if (writing) {
      append(Part.ARGUMENTS, more);
    }
  }

  void endCall() {
    flush();
    if (writing) {
      sink.callEnd(callsWritten);
      callsWritten++;
      writing = false;
    }
  }

  /** Hands over what was collected. */
  void flush() {
    if (text.isEmpty()) {
      return;
    }
    String delta = text.toString();
    text.setLength(0);
    if (part == Part.REASONING) {
      sink.reasoning(delta);
    } else if (part == Part.CONTENT) {
      sink.content(delta);
    } else {
      sink.arguments(callsWritten, delta);
    }
  }

  boolean anyReasoning() {
    return anyReasoning;
  }

  boolean anyContent() {
    return anyContent;
  }

  /** Whether a call was recognised, even if the client does not get it. */
  boolean anyCall() {
    return callsSeen > 0;
  }

  /** Whether the client gets at least one call. */
  boolean anyCallWritten() {
    return callsWritten > 0;
  }

  private void append(Part newPart, CharSequence more) {
    if (newPart != part) {
      flush();
      part = newPart;
    }
    text.append(more);
  }
}
