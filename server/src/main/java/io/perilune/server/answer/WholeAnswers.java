package io.perilune.server.answer;

import io.perilune.server.chat.AnswerSink;
import io.perilune.server.chat.Completion;
import io.perilune.toolcall.MessageFolder;
import java.util.ArrayList;
import java.util.List;

/** Collects answers that are not streamed. */
final class WholeAnswers implements Choices.Receiver {
  private final List<MessageFolder> messages = new ArrayList<>();

  WholeAnswers(int count) {
    for (int i = 0; i < count; i++) {
      messages.add(new MessageFolder());
    }
  }

  @Override
  public AnswerSink choice(int index) {
    return AnswerSink.withoutTokens(messages.get(index));
  }

  @Override
  public void ended(int index, Completion completion) {}

  @Override
  public void progress() {}

  /** The answers, when all have ended. */
  List<WholeAnswer> of(List<Completion> completions) {
    List<WholeAnswer> answers = new ArrayList<>();
    for (int i = 0; i < completions.size(); i++) {
      Completion completion = completions.get(i);
      answers.add(
          new WholeAnswer(messages.get(i).message(completion.reason()).message(), completion));
    }
    return answers;
  }
}
