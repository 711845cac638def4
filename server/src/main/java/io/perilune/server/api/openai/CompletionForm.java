package io.perilune.server.api.openai;

import io.perilune.server.answer.ChoicesEncoder;
import io.perilune.server.answer.ChoicesForm;
import io.perilune.server.answer.JsonEvents;
import io.perilune.server.answer.WholeAnswer;
import java.util.List;

/**
 * Answers as a chat completion.
 *
 * @param includeUsage whether a stream ends with a chunk of usage
 * @param logprobs whether log probabilities are asked for
 */
record CompletionForm(AnswerHead head, boolean includeUsage, boolean logprobs)
    implements ChoicesForm {
  @Override
  public ChatCompletion whole(List<WholeAnswer> answers) {
    return ChatCompletion.of(head, answers, logprobs);
  }

  @Override
  public ChoicesEncoder streamed(JsonEvents events) {
    return new ChunkEncoder(events, this);
  }
}
