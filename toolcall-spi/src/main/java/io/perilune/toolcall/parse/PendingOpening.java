package io.perilune.toolcall.parse;

/** What looks like the beginning of a plain-text call, with what it has read so far. */
final class PendingOpening {
  private final CallOpening opening;
  private final int from;
  private final StringBuilder read = new StringBuilder();

  PendingOpening(PlainForm.Start start) {
    opening = start.opening();
    from = start.from();
  }

  CallOpening.Outcome accept(char c) {
    read.append(c);
    return opening.accept(c);
  }

  boolean inString() {
    return opening.inString();
  }

  /** Where in the text before it begins. */
  int from() {
    return from;
  }

  /** All that was read; text if it is no call. */
  String read() {
    return read.toString();
  }
}
