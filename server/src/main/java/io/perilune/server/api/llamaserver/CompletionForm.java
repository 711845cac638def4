package io.perilune.server.api.llamaserver;

import io.perilune.server.answer.ChoicesEncoder;
import io.perilune.server.answer.ChoicesForm;
import io.perilune.server.answer.JsonEvents;
import io.perilune.server.answer.WholeAnswer;
import io.perilune.server.chat.Completion;
import io.perilune.server.chat.ContentToken;
import io.perilune.server.chat.ServedModel;
import io.perilune.toolcall.MessageContent;
import java.util.List;

/** Answers as a continued prompt. */
record CompletionForm(ServedModel model, CompletionRequest request) implements ChoicesForm {
  @Override
  public CompletedText whole(List<WholeAnswer> answers) {
    WholeAnswer answer = answers.getFirst();
    Completion completion = answer.completion();
    String text = answer.message().contentIfPresent().map(MessageContent::plainText).orElse("");
    return CompletedText.of(
        this,
        completion,
        text,
        numbers(completion.contentTokens()),
        probabilities(completion.contentTokens()));
  }

  @Override
  public ChoicesEncoder streamed(JsonEvents events) {
    return new CompletionEncoder(events, this);
  }

  /** The numbers of tokens, if they are asked for. */
  List<Integer> numbers(List<ContentToken> tokens) {
    return request.tokens() ? tokens.stream().map(token -> token.token().id()).toList() : List.of();
  }

  /** The log probabilities of tokens; {@code null} if they are not asked for. */
  List<TokenProbability> probabilities(List<ContentToken> tokens) {
    return request.probabilities() ? tokens.stream().map(TokenProbability::of).toList() : null;
  }
}
