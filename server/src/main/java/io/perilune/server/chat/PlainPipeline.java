package io.perilune.server.chat;

import io.perilune.inference.constraint.CompiledConstraint;
import io.perilune.inference.engine.Origin;
import io.perilune.inference.tokenizer.TextSegment;
import io.perilune.inference.tokenizer.Tokenizer;
import io.perilune.server.error.ApiException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/** Starts generations that continue a client's own prompt; like {@link ChatPipeline} else. */
public final class PlainPipeline {
  /** The field that the prompt comes from. */
  private static final String PROMPT = "prompt";

  private PlainPipeline() {}

  /**
   * Tokenises the prompt and queues its generations, which differ in their seeds. If the engine
   * cannot take all of them, it gets none.
   *
   * @param origin who asks
   * @param count how many, at most as many as the engine has slots
   * @throws ApiException if the prompt is too long, the answer asked for cannot be enforced, or the
   *     engine cannot take it
   */
  public static List<ChatGeneration> start(
      ServedModel model, PlainRequest request, Origin origin, int count) {
    ChatPipeline.requireRoom(model);
    int[] tokens = encode(model, request.prompt());
    // A prompt that does not fit is refused before a schema is compiled.
    ChatPipeline.refuseTooLong(tokens, model, PROMPT);
    Optional<CompiledConstraint> constraint =
        ContentConstraint.of(model, request.content(), UnaryOperator.identity());
    return ChatPipeline.queue(
        model,
        new ChatPipeline.Order(
            tokens, PROMPT, request.maxTokens(), request.sampling(), constraint, origin, count),
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
    ChatPipeline.refuseHopeless(characters(prompt), model, PROMPT);
    int[] tokens = tokens(model.tokenizer(), prompt);
    if (tokens.length == 0) {
      throw ApiException.invalid(PROMPT, "The prompt is empty.");
    }
    return tokens;
  }

  private static long characters(PlainPrompt prompt) {
    return switch (prompt) {
      case PlainPrompt.Text(String text, boolean _) -> text.length();
      case PlainPrompt.Tokens _ -> 0;
      case PlainPrompt.Parts(List<PlainPrompt> parts) ->
          parts.stream().mapToLong(PlainPipeline::characters).sum();
    };
  }

  private static int[] tokens(Tokenizer tokenizer, PlainPrompt prompt) {
    return switch (prompt) {
      case PlainPrompt.Tokens(int[] tokens) -> tokens;
      case PlainPrompt.Text(String text, boolean template) ->
          tokenizer.encode(List.of(new TextSegment(text, template)));
      case PlainPrompt.Parts(List<PlainPrompt> parts) ->
          IntStream.concat(
                  Arrays.stream(tokens(tokenizer, parts.getFirst())),
                  parts.stream().skip(1).flatMapToInt(part -> inner(tokenizer, part)))
              .toArray();
    };
  }

  /** Of a part that does not begin the prompt, and gets no beginning-of-sequence token. */
  private static IntStream inner(Tokenizer tokenizer, PlainPrompt part) {
    return Arrays.stream(
        part instanceof PlainPrompt.Text(String text, boolean _)
            ? tokenizer.encode(text)
            : tokens(tokenizer, part));
  }
}
