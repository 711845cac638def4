package io.perilune.server.api.openai;

import io.perilune.server.answer.ChoicesEncoder;
import io.perilune.server.answer.JsonEvents;
import io.perilune.server.api.openai.TextCompletion.Choice;
import io.perilune.server.chat.AnswerSink;
import io.perilune.server.chat.Completion;
import io.perilune.server.chat.ContentToken;
import io.perilune.server.error.ApiException;
import java.util.List;

/** Writes completions of text as a stream of chunks. */
final class TextChunkEncoder implements ChoicesEncoder {
  private final JsonEvents events;
  private final TextCompletionForm form;

  TextChunkEncoder(JsonEvents events, TextCompletionForm form) {
    this.events = events;
    this.form = form;
  }

  @Override
  public void begin() {}

  @Override
  public AnswerSink choice(int index) {
    if (!form.echo().isEmpty()) {
      send(new Choice(index, form.echo(), null, null), null);
    }
    return new Parts(index);
  }

  @Override
  public void ended(int index, Completion completion) {
    String reason = AnswerHead.finishReason(completion.reason());
    send(new Choice(index, "", null, reason), Timings.of(List.of(completion.stats())));
  }

  @Override
  public void breakSilence() {
    send(new Choice(0, "", null, null), null);
  }

  @Override
  public void end(List<Completion> completions) {
    if (form.includeUsage()) {
      Usage usage = Usage.of(completions.stream().map(Completion::stats).toList());
      events.send(TextCompletion.of(form.head(), List.of(), usage, null));
    }
    events.sendText("[DONE]");
  }

  @Override
  public void fail(ApiException error) {
    events.send(ErrorBody.of(error));
  }

  private void send(Choice choice, Timings timings) {
    events.send(TextCompletion.of(form.head(), List.of(choice), null, timings));
  }

  /** Writes the text of one answer. */
  private final class Parts implements AnswerSink {
    private final int index;
    private int offset;

    Parts(int index) {
      this.index = index;
    }

    @Override
    public void content(String text, List<ContentToken> tokens) {
      TextLogprobs logprobs = form.logprobs() ? TextLogprobs.of(tokens, offset) : null;
      offset += text.length();
      send(new Choice(index, text, logprobs, null), null);
    }

    @Override
    public void reasoning(String text) {
      throw new IllegalStateException("a completion of text has no reasoning");
    }

    @Override
    public void callStart(int call, String id, String name) {
      throw noCalls();
    }

    @Override
    public void arguments(int call, String text) {
      throw noCalls();
    }

    @Override
    public void callEnd(int call) {
      throw noCalls();
    }

    private static IllegalStateException noCalls() {
      return new IllegalStateException("a completion of text has no calls");
    }
  }
}
