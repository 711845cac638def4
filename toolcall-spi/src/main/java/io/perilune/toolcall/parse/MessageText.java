package io.perilune.toolcall.parse;

import java.util.List;

/**
 * The text outside reasoning and calls. What stands before the first call is content; what stands
 * in a section is content only if no call is there, and what follows a call is none.
 */
final class MessageText {
  private final MessageWriter writer;
  private final ReasoningText reasoning;
  private final Prose content;

  /** Text in the section, or after the arguments of a call. */
  private final Prose aside;

  private boolean inSection;

  MessageText(
      MessageWriter writer, ReasoningText reasoning, CallHeaders headers, List<PlainForm> forms) {
    this.writer = writer;
    this.reasoning = reasoning;
    content = new Prose(headers, forms);
    aside = new Prose(headers, forms);
  }

  /** The text that is being written. */
  Prose current() {
    return inSection ? aside : content;
  }

  Prose content() {
    return content;
  }

  Prose aside() {
    return aside;
  }

  boolean inSection() {
    return inSection;
  }

  void enterSection() {
    inSection = true;
  }

  /** Ends the section, if there is one: without a call its text is content. */
  void leaveSection() {
    if (inSection) {
      inSection = false;
      String text = aside.takeStripped().strip();
      if (!text.isEmpty() && !writer.anyCall()) {
        write(content.takeStripped());
        write(writer.anyContent() ? "\n" + text : text);
      }
    }
  }

  /** Passes on all content that need not wait. */
  void writeReady() {
    write(content.takeReady());
  }

  /** Passes on all content but blanks at its end, which stay. */
  void writeWords() {
    write(content.takeWords());
  }

  /** Passes on all content but blanks at its end, which are dropped. */
  void writeStripped() {
    write(content.takeStripped());
  }

  /** Passes on all content. */
  void writeAll() {
    write(content.takeAll());
  }

  void dropAside() {
    aside.takeStripped();
  }

  private void write(String text) {
    if (text.isEmpty() || writer.anyCall()) {
      return;
    }
    boolean first = reasoning.anyBlock() && !writer.anyContent();
    writer.content(first ? text.stripLeading() : text);
  }
}
