package io.perilune.server.api.openai;

import io.perilune.inference.engine.GenerationStats;
import io.perilune.server.answer.ChoicesEncoder;
import io.perilune.server.answer.ChoicesForm;
import io.perilune.server.answer.JsonEvents;
import io.perilune.server.answer.WholeAnswer;
import io.perilune.toolcall.MessageContent;
import java.util.ArrayList;
import java.util.List;

/**
 * Answers as completions of text.
 *
 * @param echo what each answer begins with: the prompt, or an empty text
 * @param includeUsage whether a stream ends with a chunk of usage
 * @param logprobs whether log probabilities are asked for
 */
record TextCompletionForm(AnswerHead head, String echo, boolean includeUsage, boolean logprobs)
    implements ChoicesForm {
  @Override
  public TextCompletion whole(List<WholeAnswer> answers) {
    List<TextCompletion.Choice> choices = new ArrayList<>();
    for (WholeAnswer answer : answers) {
      choices.add(choice(choices.size(), answer));
    }
    List<GenerationStats> stats =
        answers.stream().map(answer -> answer.completion().stats()).toList();
    return TextCompletion.of(head, choices, Usage.of(stats), Timings.of(stats));
  }

  private TextCompletion.Choice choice(int index, WholeAnswer answer) {
    String text = answer.message().contentIfPresent().map(MessageContent::plainText).orElse("");
    return new TextCompletion.Choice(
        index,
        echo + text,
        logprobs ? TextLogprobs.of(answer.completion().contentTokens(), 0) : null,
        AnswerHead.finishReason(answer.completion().reason()));
  }

  @Override
  public ChoicesEncoder streamed(JsonEvents events) {
    return new TextChunkEncoder(events, this);
  }
}
