package io.perilune.server.chat;

import java.util.List;

/**
 * What a client wants of an answer once it is generated.
 *
 * @param stop texts at which the content ends
 * @param oneCall whether the answer ends after a call
 * @param logprobs whether log probabilities are asked for
 */
record AnswerRules(List<String> stop, boolean oneCall, boolean logprobs) {
  static AnswerRules of(ChatRequest request) {
    return new AnswerRules(
        request.stop(), !request.parallelToolCalls(), request.sampling().topLogprobs().isPresent());
  }

  static AnswerRules of(PlainRequest request) {
    return new AnswerRules(request.stop(), false, request.sampling().topLogprobs().isPresent());
  }
}
