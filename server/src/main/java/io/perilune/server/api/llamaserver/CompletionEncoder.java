package io.perilune.server.api.llamaserver;

import io.perilune.server.answer.ChoicesEncoder;
import io.perilune.server.answer.JsonEvents;
import io.perilune.server.api.openai.ErrorBody;
import io.perilune.server.chat.AnswerSink;
import io.perilune.server.chat.Completion;
import io.perilune.server.chat.ContentToken;
import io.perilune.server.error.ApiException;
import java.util.List;

/** Writes a continued prompt as a stream of events without names; the last says {@code stop}. */
final class CompletionEncoder implements ChoicesEncoder {
  private final JsonEvents events;
  private final CompletionForm form;
  private final long startNanos = System.nanoTime();

  CompletionEncoder(JsonEvents events, CompletionForm form) {
    this.events = events;
    this.form = form;
  }

  @Override
  public void begin() {}

  @Override
  public AnswerSink choice(int index) {
    return new Parts();
  }

  @Override
  public void ended(int index, Completion completion) {}

  @Override
  public void breakSilence() {
    events.send(CompletionPart.of("", List.of(), null));
  }

  @Override
  public void end(List<Completion> completions) {
    events.send(CompletedText.of(form, completions.getFirst(), "", List.of(), null));
  }

  @Override
  public void fail(ApiException error) {
    events.send(ErrorBody.of(error));
  }

  /** Writes the text. */
  private final class Parts implements AnswerSink {
    @Override
    public void promptProgress(int done, int total) {
      if (form.request().progress()) {
        long millis = (System.nanoTime() - startNanos) / 1_000_000;
        events.send(CompletionPart.of(new CompletionPart.Progress(total, 0, done, millis)));
      }
    }

    @Override
    public void content(String text, List<ContentToken> tokens) {
      events.send(CompletionPart.of(text, form.numbers(tokens), form.probabilities(tokens)));
    }

    @Override
    public void reasoning(String text) {
      throw textOnly();
    }

    @Override
    public void callStart(int call, String id, String name) {
      throw textOnly();
    }

    @Override
    public void arguments(int call, String text) {
      throw textOnly();
    }

    @Override
    public void callEnd(int call) {
      throw textOnly();
    }

    private static IllegalStateException textOnly() {
      return new IllegalStateException("a continued prompt has text only");
    }
  }
}
