package io.perilune.toolcall.kimi;

/** The reasoning: blocks, each without blanks at its ends, joined by line feeds. */
final class ReasoningText {
  private final MessageWriter writer;
  private final StringBuilder blanks = new StringBuilder();
  private boolean anyBlock;
  private boolean blockEmpty = true;

  ReasoningText(MessageWriter writer) {
    this.writer = writer;
  }

  void openBlock() {
    anyBlock = true;
    blockEmpty = true;
    blanks.setLength(0);
  }

  void append(char c) {
    if (Character.isWhitespace(c)) {
      blanks.append(c);
      return;
    }
    if (!blockEmpty) {
      writer.reasoning(blanks);
    } else if (writer.anyReasoning()) {
      writer.reasoning("\n");
    }
    blanks.setLength(0);
    blockEmpty = false;
    writer.reasoning(String.valueOf(c));
  }

  /** Whether there was a block, even an empty one. */
  boolean anyBlock() {
    return anyBlock;
  }
}
