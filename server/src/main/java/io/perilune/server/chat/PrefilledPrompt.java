package io.perilune.server.chat;

import io.perilune.server.error.ApiException;
import io.perilune.template.PromptSegment;
import io.perilune.template.RenderedPrompt;
import java.util.ArrayList;
import java.util.List;

/** Adds the beginning of the answer, which the client has written, to a prompt. */
final class PrefilledPrompt {
  private PrefilledPrompt() {}

  /**
   * The prompt of a request.
   *
   * @param prompt of the conversation, ready for an answer
   * @throws ApiException if the answer's beginning cannot be what the client has written
   */
  static RenderedPrompt of(RenderedPrompt prompt, ChatRequest request) {
    if (request.prefill().isEmpty()) {
      return prompt;
    }
    if (prompt.opensThink()) {
      throw refused(
          request,
          "this model begins each answer with reasoning; turn that off, or end the conversation"
              + " with a message of another role.");
    }
    if (!(request.content() instanceof ContentFormat.AnyText)) {
      throw refused(
          request, "the form asked for is that of a whole answer; leave one of them out.");
    }
    List<PromptSegment> segments = new ArrayList<>(prompt.segments());
    segments.add(new PromptSegment(request.prefill(), false));
    return new RenderedPrompt(segments);
  }

  private static ApiException refused(ChatRequest request, String reason) {
    String field = request.fields().conversation();
    return ApiException.invalid(
        field, field + " ends with the beginning of an answer, but " + reason);
  }
}
