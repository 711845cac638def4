package io.perilune.toolcall.kimi;

import io.perilune.toolcall.EndCause;
import io.perilune.toolcall.ParseContext;
import io.perilune.toolcall.ToolDefinition;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The structure of Kimi-K2's output: reasoning, text, sections of calls, headers and arguments, in
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
    /** An object in a tag that may turn out to be a call. */
    HERMES,
    ENDED
  }

  private final MessageWriter writer;
  private final boolean markersAreTokens;
  private final ToolNames names;
  private final Map<String, SchemaTypes> schemas = new LinkedHashMap<>();
  private final NameInference inference;
  private final ReasoningText reasoning;
  private final Prose content;

  /** Text in the section, or after the arguments of a call. */
  private final Prose aside;

  private final StringBuilder header = new StringBuilder();
  private State state = State.PROSE;
  private boolean inSection;
  private boolean atStart = true;
  private boolean toolMarkerSeen;
  private OpenCall call;
  private HermesReader hermes;

  OutputMachine(ParseContext context, MessageWriter writer) {
    this.writer = writer;
    markersAreTokens = context.markersAreTokens();
    names = new ToolNames(context.tools());
    for (ToolDefinition tool : context.tools()) {
      schemas.put(tool.name(), new SchemaTypes(tool.parameters()));
    }
    inference = new NameInference(schemas);
    reasoning = new ReasoningText(writer);
    PlainCalls plainCalls = context.active() ? new PlainCalls(names) : null;
    content = new Prose(names, plainCalls);
    aside = new Prose(names, plainCalls);
    if (context.reasoning() && context.thinkOpen()) {
      openReasoning();
    }
  }

  /** Whether the next symbol is inside a JSON string of arguments, where markers are data. */
  boolean inString() {
    return state == State.ARGUMENTS && call.body().inString();
  }

  /** Whether the open string is all of the arguments. */
  boolean isWholeString() {
    return state == State.ARGUMENTS && call.body().isWholeString();
  }

  void character(char c) {
    atStart &= Character.isWhitespace(c);
    switch (state) {
      case REASONING -> reasoningCharacter(c);
      case PROSE -> proseCharacter(c);
      case HEADER -> headerCharacter(c);
      case ARGUMENTS -> argumentCharacter(c);
      case AFTER_ARGUMENTS -> aside.append(c);
      case HERMES -> hermesCharacter(c);
      case ENDED -> {}
    }
  }

  void marker(Marker marker) {
    if (state == State.ENDED) {
      return;
    }
    Marker.Kind kind = marker.kind();
    if (kind == Marker.Kind.THINK_OPEN) {
      thinkOpen(marker);
    } else if (kind == Marker.Kind.THINK_CLOSE) {
      thinkClose();
    } else {
      toolMarkerSeen |= kind.isTool();
      structure(kind);
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
        inSection && aside.isOneWord() && names.mayBecomeStrict(aside.lastWord().orElseThrow());
    if (unfinishedHeader) {
      aside.takeStripped();
    }
    finish();
  }

  private void structure(Marker.Kind kind) {
    switch (kind) {
      case SECTION_BEGIN -> beginSection();
      case CALL_BEGIN -> beginHeader();
      case ARGUMENT_BEGIN -> beginArguments();
      case CALL_END -> endOfCall();
      case SECTION_END -> endOfSection();
      case MESSAGE_END -> {
        endOfCall();
        finish();
      }
      default -> throw new IllegalArgumentException(kind.name());
    }
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
    if (atStart || markersAreTokens) {
      if (state == State.PROSE || state == State.REASONING) {
        writeContent(content.takeWords());
        openReasoning();
      }
    } else {
      marker.text().chars().forEach(c -> character((char) c));
    }
  }

  private void thinkClose() {
    if (state == State.REASONING) {
      state = State.PROSE;
    }
  }

  // Text

  private void proseCharacter(char c) {
    Prose prose = inSection ? aside : content;
    Optional<PlainCalls.Start> start = prose.callStart(c);
    if (start.isPresent()) {
      beginPlainCall(prose, start.get(), c);
    } else if (inSection && c == '{' && strictLastWord(aside).isPresent()) {
      beginNativeCall(aside.lastWord().orElseThrow());
      argumentCharacter(c);
    } else {
      prose.append(c);
    }
  }

  private void beginPlainCall(Prose prose, PlainCalls.Start start, char c) {
    switch (start.form()) {
      case SIMPLE -> {
        prose.cutAt(start.from());
        beginCall(OpenCall.plain(writer, start.header(), start.name(), new ArgumentsReader()));
        argumentCharacter(c);
      }
      case XML -> {
        prose.cutAt(start.from());
        CallBody body = new XmlCallReader(schemas.get(start.name()));
        beginCall(OpenCall.plain(writer, start.header(), start.name(), body));
      }
      case HERMES -> {
        hermes = new HermesReader(schemas.keySet(), start.from());
        state = State.HERMES;
        hermesCharacter(c);
      }
    }
  }

  private void hermesCharacter(char c) {
    HermesReader.Outcome outcome = hermes.accept(c);
    switch (outcome) {
      case READING -> {}
      case NOT_A_CALL -> giveUpHermes();
      case ARGUMENTS_BEGIN, WHOLE_CALL -> {
        (inSection ? aside : content).cutAt(hermes.from());
        beginCall(OpenCall.plain(writer, "", hermes.name(), new ArgumentsReader()));
        String known =
            outcome == HermesReader.Outcome.WHOLE_CALL ? hermes.arguments() : String.valueOf(c);
        known.chars().forEach(k -> character((char) k));
        if (outcome == HermesReader.Outcome.WHOLE_CALL && state == State.ARGUMENTS) {
          endCall(false);
        }
      }
    }
  }

  private void giveUpHermes() {
    Prose prose = inSection ? aside : content;
    hermes.text().chars().forEach(c -> prose.append((char) c));
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
    if (state == State.HERMES) {
      giveUpHermes();
    }
    if (state == State.REASONING) {
      state = State.PROSE;
    }
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
      beginNativeCall(header.toString().strip());
    } else if (state == State.PROSE && inSection) {
      beginNativeCall(aside.lastWord().orElse(""));
    } else if (state == State.PROSE && strictLastWord(content).isPresent()) {
      String word = content.lastWord().orElseThrow();
      content.removeLastWord();
      beginNativeCall(word);
    } else if (state == State.AFTER_ARGUMENTS && strictLastWord(aside).isPresent()) {
      beginNativeCall(aside.lastWord().orElseThrow());
    }
  }

  private Optional<String> strictLastWord(Prose prose) {
    return prose.lastWord().filter(word -> names.strict(word).isPresent());
  }

  /** A header without arguments is a call if it names a tool beyond doubt. */
  private void callWithoutArguments(String text) {
    if (names.strict(text).isPresent()) {
      beginNativeCall(text);
      endCall(false);
    }
  }

  // Calls

  private void beginNativeCall(String text) {
    Optional<String> name = names.strict(text).or(() -> ToolNames.unknown(text));
    beginCall(
        name.isPresent()
            ? OpenCall.named(writer, text, name.get(), new ArgumentsReader())
            : OpenCall.unnamed(writer, text, inference, new ArgumentsReader()));
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

  private void endCall(boolean cut) {
    call.end(cut);
    state = call.isNative() ? State.AFTER_ARGUMENTS : State.PROSE;
  }

  private void endOfCall() {
    switch (state) {
      case HEADER -> {
        state = State.PROSE;
        callWithoutArguments(header.toString().strip());
      }
      case ARGUMENTS -> endCall(false);
      case PROSE -> {
        if (inSection && aside.isOneWord()) {
          callWithoutArguments(aside.lastWord().orElseThrow());
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
    if (state == State.HERMES) {
      giveUpHermes();
    }
    if (state == State.AFTER_ARGUMENTS) {
      aside.takeStripped();
    }
    state = State.PROSE;
    endOfSection();
    writeContent(toolMarkerSeen ? content.takeStripped() : content.takeAll());
    state = State.ENDED;
  }
}
