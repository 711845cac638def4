package io.perilune.toolcall.parse;

import io.perilune.toolcall.EndCause;
import io.perilune.toolcall.ParseContext;
import java.util.Optional;

/**
 * The structure of a model's output: reasoning, text, sections of calls, headers and arguments, in
 * every form that models are known to write. Takes one symbol after the other; how the output was
 * cut into pieces cannot matter.
 */
final class OutputMachine {
  private enum State {
    REASONING,
    /** Text outside calls, whether in a section or not. */
    PROSE,
    HEADER,
    ARGUMENTS,
    /** Between the end of a native call's arguments and the next marker. */
    AFTER_ARGUMENTS,
    /** What looks like the beginning of a plain-text call. */
    OPENING,
    ENDED
  }

  private final MessageWriter writer;
  private final boolean markersAreTokens;
  private final CallHeaders headers;
  private final NativeCalls nativeCalls;
  private final ReasoningText reasoning;
  private final Prose content;

  /** Text in the section, or after the arguments of a call. */
  private final Prose aside;

  private final StringBuilder header = new StringBuilder();

  /** What the opening has read; text if it is no call. */
  private final StringBuilder held = new StringBuilder();

  private State state = State.PROSE;
  private boolean inSection;
  private boolean atStart = true;
  private boolean toolMarkerSeen;
  private OpenCall call;
  private CallOpening opening;
  private int openingFrom;

  OutputMachine(ParseContext context, CallSyntax syntax, MessageWriter writer) {
    this.writer = writer;
    markersAreTokens = context.markersAreTokens();
    headers = syntax.headers();
    nativeCalls = new NativeCalls(context.tools(), headers, writer);
    reasoning =
        new ReasoningText(
            writer,
            syntax.plainForms().stream()
                .flatMap(form -> form.leadsBeforeThinkClose().stream())
                .toList());
    content = new Prose(headers, syntax.plainForms());
    aside = new Prose(headers, syntax.plainForms());
    if (context.reasoning() && context.thinkOpen()) {
      openReasoning();
    }
  }

  /** Whether the next symbol is inside a JSON string of arguments, where markers are data. */
  boolean inString() {
    return state == State.ARGUMENTS && call.body().inString();
  }

  /** Whether the next symbol is where markers that ordinary text may spell are data. */
  boolean inVerbatim() {
    return switch (state) {
      case ARGUMENTS -> call.body().inVerbatim();
      case OPENING -> opening.inString();
      default -> false;
    };
  }

  /** Whether the string that is open is all of the arguments. */
  boolean isWholeString() {
    return call.body().isWholeString();
  }

  void character(char c) {
    atStart &= Character.isWhitespace(c);
    switch (state) {
      case REASONING -> reasoningCharacter(c);
      case PROSE -> proseCharacter(c);
      case HEADER -> headerCharacter(c);
      case ARGUMENTS -> argumentCharacter(c);
      case AFTER_ARGUMENTS -> aside.append(c);
      case OPENING -> openingCharacter(c);
      case ENDED -> {}
    }
  }

  void marker(Marker marker) {
    if (state == State.ENDED) {
      return;
    }
    Marker.Kind kind = marker.kind();
    if (state == State.OPENING && kind == Marker.Kind.CALL_END && marker.ordinary()) {
      giveUpOpening();
    }
    toolMarkerSeen |= kind.isTool();
    switch (kind) {
      case SECTION_BEGIN -> beginSection();
      case SECTION_END -> endOfSection();
      case CALL_BEGIN -> beginHeader();
      case ARGUMENT_BEGIN -> beginArguments();
      case CALL_END -> endOfCall();
      case THINK_OPEN -> thinkOpen(marker);
      case THINK_CLOSE -> thinkClose();
      case TEXT -> marker.text().chars().forEach(c -> character((char) c));
      default -> endOfMessage();
    }
    atStart = false;
  }

  /** Passes on what need not wait. */
  void flush() {
    if (state == State.PROSE && !inSection) {
      writeContent(content.takeReady());
    } else if (state == State.ARGUMENTS) {
      call.writeReady();
    }
  }

  /** The output ends, without a marker that says so. */
  void end(EndCause cause) {
    if (state == State.ENDED) {
      return;
    }
    if (state == State.ARGUMENTS) {
      endCall(cause == EndCause.LENGTH);
    }
    boolean unfinishedHeader =
        inSection && aside.isOneWord() && headers.mayBecomeHeader(aside.lastWord().orElseThrow());
    if (unfinishedHeader) {
      aside.takeStripped();
    }
    finish();
  }

  private void endOfMessage() {
    endOfCall();
    finish();
  }

  // Reasoning

  private void openReasoning() {
    reasoning.openBlock();
    state = State.REASONING;
  }

  private void reasoningCharacter(char c) {
    // After a call the order of parts leaves no place for more reasoning.
    if (!writer.anyCall()) {
      reasoning.append(c);
    }
  }

  private void thinkOpen(Marker marker) {
    if (state == State.REASONING && atStart) {
      return;
    }
    if (atStart || markersAreTokens && !marker.ordinary()) {
      if (state == State.PROSE || state == State.REASONING) {
        writeContent(content.takeWords());
        leaveReasoning();
        openReasoning();
      }
    } else {
      marker.text().chars().forEach(c -> character((char) c));
    }
  }

  private void thinkClose() {
    if (state == State.REASONING) {
      state = State.PROSE;
      reasoning.closeBlockBeforeLead().chars().forEach(c -> character((char) c));
    }
  }

  private void leaveReasoning() {
    if (state == State.REASONING) {
      reasoning.closeBlock();
      state = State.PROSE;
    }
  }

  // Text

  private void proseCharacter(char c) {
    Optional<PlainForm.Start> start = prose().callStart(c);
    if (start.isPresent()) {
      opening = start.get().opening();
      openingFrom = start.get().from();
      held.setLength(0);
      state = State.OPENING;
      openingCharacter(c);
    } else if (inSection && c == '{' && aside.lastHeader().isPresent()) {
      beginNativeCall(aside.lastWord().orElseThrow());
      argumentCharacter(c);
    } else {
      prose().append(c);
    }
  }

  /** The text that is being written. */
  private Prose prose() {
    return inSection ? aside : content;
  }

  private void openingCharacter(char c) {
    held.append(c);
    switch (opening.accept(c)) {
      case CallOpening.Reading _ -> {}
      case CallOpening.NotACall _ -> giveUpOpening();
      case CallOpening.Begins begins -> {
        beginPlainCall(
            OpenCall.plain(writer, begins.header(), begins.name(), begins.body()), begins.fenced());
        argumentText(begins.known());
      }
      case CallOpening.Whole whole -> {
        for (CallOpening.Call read : whole.calls()) {
          beginPlainCall(OpenCall.plain(writer, "", read.name(), CallBody.json()), whole.fenced());
          argumentText(read.arguments());
          if (state == State.ARGUMENTS) {
            endCall(false);
          }
        }
      }
    }
  }

  private void beginPlainCall(OpenCall newCall, boolean fenced) {
    if (state == State.OPENING) {
      prose().cutAt(openingFrom);
    }
    beginCall(newCall);
    if (fenced) {
      prose().enterFence();
    }
  }

  private void giveUpOpening() {
    held.chars().forEach(c -> prose().append((char) c));
    state = State.PROSE;
  }

  private void writeContent(String text) {
    if (text.isEmpty() || writer.anyCall()) {
      return;
    }
    boolean first = reasoning.anyBlock() && !writer.anyContent();
    writer.content(first ? text.stripLeading() : text);
  }

  // Sections

  private void beginSection() {
    leaveText();
    inSection = true;
    if (state == State.AFTER_ARGUMENTS) {
      aside.takeStripped();
      state = State.PROSE;
    }
  }

  private void endOfSection() {
    endOfCall();
    if (inSection) {
      inSection = false;
      String text = aside.takeStripped().strip();
      if (!text.isEmpty() && !writer.anyCall()) {
        writeContent(content.takeStripped());
        writeContent(writer.anyContent() ? "\n" + text : text);
      }
    }
  }

  /** A marker shows that text before it is no header, and that reasoning has ended. */
  private void leaveText() {
    if (state == State.OPENING) {
      giveUpOpening();
    }
    leaveReasoning();
    if (state == State.PROSE && !inSection) {
      writeContent(content.takeWords());
    }
  }

  // Headers

  private void beginHeader() {
    if (state == State.ARGUMENTS) {
      endCall(false);
    }
    leaveText();
    if (state == State.AFTER_ARGUMENTS) {
      aside.takeStripped();
    }
    header.setLength(0);
    state = State.HEADER;
  }

  private void headerCharacter(char c) {
    if (c == '{') {
      beginNativeCall(header.toString().strip());
      argumentCharacter(c);
    } else {
      header.append(c);
    }
  }

  private void beginArguments() {
    if (state == State.HEADER) {
      argumentsOf(header.toString().strip());
    } else if (state == State.PROSE && inSection) {
      argumentsOf(aside.lastWord().orElse(""));
    } else if (state == State.PROSE && content.lastHeader().isPresent()) {
      String word = content.lastWord().orElseThrow();
      content.removeLastWord();
      argumentsOf(word);
    } else if (state == State.AFTER_ARGUMENTS && aside.lastHeader().isPresent()) {
      argumentsOf(aside.lastWord().orElseThrow());
    }
  }

  private void argumentsOf(String text) {
    if (headers.isKind(text)) {
      // The name follows: what has begun is but another header.
      aside.takeStripped();
      header.setLength(0);
      state = State.HEADER;
    } else {
      beginNativeCall(text);
    }
  }

  private void callWithoutObject(String text) {
    if (nativeCalls.isComplete(text)) {
      beginNativeCall(text);
      argumentText(headers.split(text).rest());
      endCall(false);
    }
  }

  // Calls

  private void beginNativeCall(String text) {
    beginCall(nativeCalls.open(text));
  }

  private void beginCall(OpenCall newCall) {
    writeContent(content.takeStripped());
    aside.takeStripped();
    call = newCall;
    call.begin();
    state = State.ARGUMENTS;
  }

  private void argumentCharacter(char c) {
    call.body().accept(c);
    if (call.body().complete()) {
      endCall(false);
    }
  }

  private void argumentText(String text) {
    for (int i = 0; i < text.length(); i++) {
      argumentCharacter(text.charAt(i));
    }
  }

  private void endCall(boolean cut) {
    call.end(cut);
    state = call.isNative() ? State.AFTER_ARGUMENTS : State.PROSE;
  }

  private void endOfCall() {
    switch (state) {
      case HEADER -> {
        state = State.PROSE;
        callWithoutObject(header.toString().strip());
      }
      case ARGUMENTS -> endCall(false);
      case PROSE -> {
        if (inSection && aside.isOneWord()) {
          callWithoutObject(aside.lastWord().orElseThrow());
        }
      }
      default -> {}
    }
    if (state == State.AFTER_ARGUMENTS) {
      aside.takeStripped();
      state = State.PROSE;
    }
  }

  private void finish() {
    if (state == State.OPENING) {
      giveUpOpening();
    }
    if (state == State.AFTER_ARGUMENTS) {
      aside.takeStripped();
    }
    leaveReasoning();
    state = State.PROSE;
    endOfSection();
    writeContent(toolMarkerSeen ? content.takeStripped() : content.takeAll());
    state = State.ENDED;
  }
}
