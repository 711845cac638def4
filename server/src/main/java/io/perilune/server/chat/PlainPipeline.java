package io.perilune.server.chat;

import io.perilune.inference.engine.Origin;
import io.perilune.inference.tokenizer.TextSegment;
import io.perilune.server.error.ApiException;
import java.util.List;
import java.util.Optional;

/** Starts generations that continue a client's own prompt; like {@link ChatPipeline} else. */
public final class PlainPipeline {
  private PlainPipeline() {}

  /**
   * Tokenises the prompt and queues its generations, which differ in their seeds. If the engine
   * cannot take all of them, it gets none.
   *
   * @param origin who asks
   * @param count how many, at most as many as the engine has slots
   * @throws ApiException if the prompt is too long, or the engine cannot take it
   */
  public static List<ChatGeneration> start(
      ServedModel model, PlainRequest request, Origin origin, int count) {
    int[] tokens = encode(model, request.prompt());
    return ChatPipeline.queue(
        model,
        new ChatPipeline.Order(
            tokens, request.maxTokens(), request.sampling(), Optional.empty(), origin, count),
        generation ->
            new ChatGeneration(
                generation,
                tokens.length,
                model.tokenizer(),
                new PlainParser(),
                AnswerRules.of(request),
                answer -> {}));
  }

  private static int[] encode(ServedModel model, PlainPrompt prompt) {
    return switch (prompt) {
      case PlainPrompt.Tokens(int[] tokens) -> tokens;
      case PlainPrompt.Text(String text) -> {
        ChatPipeline.refuseHopeless(text.length(), model);
        int[] tokens = model.tokenizer().encode(List.of(new TextSegment(text, false)));
        if (tokens.length == 0) {
          throw ApiException.invalid("prompt", "The prompt is empty.");
        }
        yield tokens;
      }
    };
  }
}
