package io.perilune.server.answer;

import io.perilune.server.chat.AnswerSink;
import io.perilune.server.chat.Completion;
import io.perilune.server.error.ApiException;
import io.perilune.server.sse.StreamFormat;
import java.util.List;

/** The form of an API that gives one answer to a request. */
record OneChoice(AnswerForm form) implements ChoicesForm {
  @Override
  public Object whole(List<WholeAnswer> answers) {
    return form.whole(answers.getFirst().message(), answers.getFirst().completion());
  }

  @Override
  public ChoicesEncoder streamed(JsonEvents events) {
    return new Encoder(form.streamed(events));
  }

  @Override
  public StreamFormat streamFormat() {
    return form.streamFormat();
  }

  private record Encoder(StreamEncoder answer) implements ChoicesEncoder {
    @Override
    public void begin() {
      answer.begin();
    }

    @Override
    public AnswerSink choice(int index) {
      return AnswerSink.withoutTokens(answer);
    }

    @Override
    public void ended(int index, Completion completion) {}

    @Override
    public void breakSilence() {
      answer.breakSilence();
    }

    @Override
    public void end(List<Completion> completions) {
      answer.end(completions.getFirst());
    }

    @Override
    public void fail(ApiException error) {
      answer.fail(error);
    }
  }
}
