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
  private final MessageText text;
  private final StringBuilder header = new StringBuilder();
  private State state = State.PROSE;
  private boolean atStart = true;
  private boolean toolMarkerSeen;
  private OpenCall call;
  private PendingOpening opening;

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
    text = new MessageText(writer, reasoning, headers, syntax.plainForms());
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
      case AFTER_ARGUMENTS -> text.aside().append(c);
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
      default -> endOfMessage();
    }
    atStart = false;
  }

  /** Passes on what need not wait. */
  void flush() {
    if (state == State.PROSE && !text.inSection()) {
      text.writeReady();
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
    if (text.inSection()) {
      text.aside().dropUnfinishedCall();
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
        text.writeWords();
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
    Prose prose = text.current();
    Optional<PlainForm.Start> start = prose.callStart(c);
    if (start.isPresent()) {
      opening = new PendingOpening(start.get());
      state = State.OPENING;
      openingCharacter(c);
    } else if (text.inSection() && c == '{' && prose.lastHeader().isPresent()) {
      beginNativeCall(prose.lastWord().orElseThrow());
      argumentCharacter(c);
    } else {
      prose.append(c);
    }
  }

  private void openingCharacter(char c) {
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
      text.current().cutAt(opening.from());
    }
    beginCall(newCall);
    if (fenced) {
      text.current().enterFence();
    }
  }

  private void giveUpOpening() {
    opening.read().chars().forEach(c -> text.current().append((char) c));
    state = State.PROSE;
  }

  // Sections

  private void beginSection() {
    leaveText();
    text.enterSection();
    if (state == State.AFTER_ARGUMENTS) {
      text.dropAside();
      state = State.PROSE;
    }
  }

  private void endOfSection() {
    endOfCall();
    text.leaveSection();
  }

  /** A marker shows that text before it is no header, and that reasoning has ended. */
  private void leaveText() {
    if (state == State.OPENING) {
      giveUpOpening();
    }
    leaveReasoning();
    if (state == State.PROSE && !text.inSection()) {
      text.writeWords();
    }
  }

  // Headers

  private void beginHeader() {
    if (state == State.ARGUMENTS) {
      endCall(false);
    }
    leaveText();
    if (state == State.AFTER_ARGUMENTS) {
      text.dropAside();
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
    } else if (state == State.PROSE && text.inSection()) {
      argumentsOf(text.aside().lastWord().orElse(""));
    } else if (state == State.PROSE && text.content().lastHeader().isPresent()) {
      String word = text.content().lastWord().orElseThrow();
      text.content().removeLastWord();
      argumentsOf(word);
    } else if (state == State.AFTER_ARGUMENTS && text.aside().lastHeader().isPresent()) {
      argumentsOf(text.aside().lastWord().orElseThrow());
    }
  }

  private void argumentsOf(String named) {
    if (headers.isKind(named)) {
      // The name follows: what has begun is but another header.
      text.dropAside();
      header.setLength(0);
      state = State.HEADER;
    } else {
      beginNativeCall(named);
    }
  }

  private void callWithoutObject(String named) {
    if (nativeCalls.isComplete(named)) {
      beginNativeCall(named);
      argumentText(headers.split(named).rest());
      endCall(false);
    }
  }

  // Calls

  private void beginNativeCall(String named) {
    beginCall(nativeCalls.open(named));
  }

  private void beginCall(OpenCall newCall) {
    text.writeStripped();
    text.dropAside();
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

  private void argumentText(String known) {
    for (int i = 0; i < known.length(); i++) {
      argumentCharacter(known.charAt(i));
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
        if (text.inSection() && text.aside().isOneWord()) {
          callWithoutObject(text.aside().lastWord().orElseThrow());
        }
      }
      default -> {}
    }
    if (state == State.AFTER_ARGUMENTS) {
      text.dropAside();
      state = State.PROSE;
    }
  }

  private void finish() {
    if (state == State.OPENING) {
      giveUpOpening();
    }
    if (state == State.AFTER_ARGUMENTS) {
      text.dropAside();
    }
    leaveReasoning();
    state = State.PROSE;
    endOfSection();
    if (toolMarkerSeen) {
      text.writeStripped();
    } else {
      text.writeAll();
    }
    state = State.ENDED;
  }
}
