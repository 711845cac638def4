package io.perilune.server.answer;

import io.perilune.server.chat.AnswerSink;
import io.perilune.server.chat.Completion;
import java.time.Duration;

/**
 * Passes answers on to a stream, and breaks its silence.
 *
 * @param patience the silence that is broken
 */
record StreamedAnswers(ChoicesEncoder answer, JsonEvents events, Duration patience)
    implements Choices.Receiver {
  @Override
  public AnswerSink choice(int index) {
    return answer.choice(index);
  }

  @Override
  public void ended(int index, Completion completion) {
    answer.ended(index, completion);
  }

  @Override
  public void progress() {
    if (events.silentFor(patience)) {
      answer.breakSilence();
    }
  }
}
