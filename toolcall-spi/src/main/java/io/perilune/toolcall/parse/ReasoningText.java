package io.perilune.toolcall.parse;

import java.util.List;

/**
 * The reasoning: blocks, each without blanks at its ends, joined by line feeds. What may be the
 * beginning of a call that goes on behind the block waits.
 */
final class ReasoningText {
  private final MessageWriter writer;
  private final List<String> leads;
  private final StringBuilder blanks = new StringBuilder();

  /** What may be a lead, with its blanks. */
  private final StringBuilder held = new StringBuilder();

  /** The same without them. */
  private final StringBuilder heldWords = new StringBuilder();

  private boolean anyBlock;
  private boolean blockEmpty = true;

  /**
   * No reasoning yet.
   *
   * @param leads as in {@link PlainForm#leadsBeforeThinkClose}
   */
  ReasoningText(MessageWriter writer, List<String> leads) {
    this.writer = writer;
    this.leads = leads;
  }

  void openBlock() {
    anyBlock = true;
    blockEmpty = true;
    blanks.setLength(0);
  }

  void append(char c) {
    if (Character.isWhitespace(c)) {
      (held.isEmpty() ? blanks : held).append(c);
      return;
    }
    if (!mayBeLead(heldWords.toString() + c)) {
      release();
    }
    if (mayBeLead(heldWords.toString() + c)) {
      held.append(c);
      heldWords.append(c);
    } else {
      write(c);
    }
  }

  /** Ends the block; what waits is a part of it. */
  void closeBlock() {
    release();
  }

  /** Ends the block before a tag that closes it: what waits begins a call if it is a whole lead. */
  String closeBlockBeforeLead() {
    String lead = leads.contains(heldWords.toString()) ? held.toString() : "";
    if (lead.isEmpty()) {
      release();
    }
    held.setLength(0);
    heldWords.setLength(0);
    return lead;
  }

  /** Whether there was a block, even an empty one. */
  boolean anyBlock() {
    return anyBlock;
  }

  private boolean mayBeLead(String words) {
    for (String lead : leads) {
      if (lead.startsWith(words)) {
        return true;
      }
    }
    return false;
  }

  private void release() {
    String text = held.toString();
    held.setLength(0);
    heldWords.setLength(0);
    for (int i = 0; i < text.length(); i++) {
      if (Character.isWhitespace(text.charAt(i))) {
        blanks.append(text.charAt(i));
      } else {
        write(text.charAt(i));
      }
    }
  }

  private void write(char c) {
    if (!blockEmpty) {
      writer.reasoning(blanks);
    } else if (writer.anyReasoning()) {
      writer.reasoning("\n");
    }
    blanks.setLength(0);
    blockEmpty = false;
    writer.reasoning(String.valueOf(c));
  }
}
