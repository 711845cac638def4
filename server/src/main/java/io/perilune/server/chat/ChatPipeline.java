package io.perilune.server.chat;

import io.perilune.inference.constraint.CompiledConstraint;
import io.perilune.inference.engine.EngineUnavailableException;
import io.perilune.inference.engine.Generation;
import io.perilune.inference.engine.GenerationRequest;
import io.perilune.inference.engine.Origin;
import io.perilune.inference.engine.PromptTooLongException;
import io.perilune.inference.sampling.SamplingOptions;
import io.perilune.inference.tokenizer.TextSegment;
import io.perilune.server.error.ApiException;
import io.perilune.server.error.ErrorKind;
import io.perilune.template.RenderedPrompt;
import io.perilune.template.TemplateInput;
import io.perilune.toolcall.ChatMessage;
import io.perilune.toolcall.ParseContext;
import io.perilune.toolcall.ToolCall;
import io.perilune.toolcall.ToolChoice;
import io.perilune.toolcall.ToolDefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Starts generations: everything that can refuse a request happens here, before any output. */
public final class ChatPipeline {
  /** Prompts of up to this many characters are tokenised, however small the context. */
  private static final long COUNTED_CHARS = 1 << 20;

  private ChatPipeline() {}

  /**
   * Templates and tokenises the conversation and queues its generation.
   *
   * @param origin who asks
   * @throws ApiException if the template refuses the conversation, the prompt is too long, the
   *     answer asked for cannot be enforced, or the engine cannot take it
   */
  public static ChatGeneration start(ServedModel model, ChatRequest request, Origin origin) {
    return start(model, request, origin, 1).getFirst();
  }

  /**
   * The same for several answers to one conversation, which differ in their seeds. If the engine
   * cannot take all of them, it gets none.
   *
   * @param count how many, at most as many as the engine has slots
   */
  public static List<ChatGeneration> start(
      ServedModel model, ChatRequest request, Origin origin, int count) {
    requireRoom(model);
    TemplateInput input = templateInput(model, request);
    RenderedPrompt prompt = render(model, request, input);
    String field = request.fields().conversation();
    int[] tokens = encode(prompt, model, field);
    // A prompt that does not fit is refused before its tools' schemas are compiled.
    refuseTooLong(tokens, model, field);
    ParseContext context = parseContext(model, request, input, prompt);
    Optional<CompiledConstraint> constraint = AnswerConstraint.of(model, request, context);
    return queue(
        model,
        new Order(
            tokens, field, request.maxTokens(), request.sampling(), constraint, origin, count),
        generation ->
            new ChatGeneration(
                generation,
                tokens.length,
                model.tokenizer(),
                model.format().newParser(context),
                AnswerRules.of(request),
                answer -> keepReasoning(model, request, answer)));
  }

  private static void keepReasoning(ServedModel model, ChatRequest request, ChatMessage answer) {
    // The client gives an answer back with its beginning, by which it would not be found.
    if (request.prefill().isEmpty()) {
      model.reasoning().keep(request.tools(), request.messages(), answer);
    }
  }

  /**
   * What the engine is to do.
   *
   * @param tokens the prompt
   * @param field the field of the request that it was made of
   * @param maxTokens the most tokens of an answer; empty for as many as the context holds
   * @param origin who asks
   * @param count how many answers
   */
  record Order(
      int[] tokens,
      String field,
      OptionalInt maxTokens,
      SamplingSettings sampling,
      Optional<CompiledConstraint> constraint,
      Origin origin,
      int count) {}

  /** Queues the generations of an order, all or none. */
  static List<ChatGeneration> queue(
      ServedModel model, Order order, Function<Generation, ChatGeneration> reader) {
    refuseTooLong(order.tokens(), model, order.field());
    List<ChatGeneration> generations = new ArrayList<>(order.count());
    try {
      for (SamplingOptions options :
          SamplingPlan.options(
              order.sampling().orElse(model.sampling()), model.tokenizer(), order.count())) {
        GenerationRequest generation =
            new GenerationRequest(
                order.tokens(),
                order.maxTokens().orElse(model.contextLength()),
                model.tokenizer().endOfGeneration(),
                options,
                order.constraint(),
                order.origin(),
                Optional.empty());
        generations.add(reader.apply(submit(model, generation, order.field())));
      }
    } catch (ApiException e) {
      generations.forEach(ChatGeneration::close);
      throw e;
    }
    return generations;
  }

  /** Refuses a prompt that leaves no room for an answer. */
  static void refuseTooLong(int[] tokens, ServedModel model, String field) {
    if (tokens.length >= model.contextLength()) {
      throw ApiException.contextOverflow(field, tokens.length, model.contextLength());
    }
  }

  /**
   * The tokens of the conversation's prompt. It may be longer than the context.
   *
   * @throws ApiException if the template refuses the conversation, or the prompt is too long by far
   */
  public static int countTokens(ServedModel model, ChatRequest request) {
    TemplateInput input = templateInput(model, request);
    RenderedPrompt prompt = render(model, request, input);
    return encode(prompt, model, request.fields().conversation()).length;
  }

  private static RenderedPrompt render(
      ServedModel model, ChatRequest request, TemplateInput input) {
    PromptMaker prompts = new PromptMaker(model.templates(), model.format());
    return PrefilledPrompt.of(prompts.render(input, request.fields().conversation()), request);
  }

  private static int[] encode(RenderedPrompt prompt, ServedModel model, String field) {
    refuseHopeless(
        prompt.segments().stream().mapToLong(segment -> segment.text().length()).sum(),
        model,
        field);
    int[] tokens =
        model
            .tokenizer()
            .encode(
                prompt.segments().stream()
                    .map(segment -> new TextSegment(segment.text(), segment.template()))
                    .toList());
    if (tokens.length == 0) {
      throw ApiException.invalid(field, "The conversation makes an empty prompt.");
    }
    return tokens;
  }

  /**
   * Refuses a prompt that takes long to tokenise and cannot fit: each character is at least one
   * byte, and no token stands for more bytes than the longest. Others are counted exactly, since
   * clients go by the count to shorten a conversation.
   */
  static void refuseHopeless(long chars, ServedModel model, String field) {
    long leastTokens = Math.ceilDiv(chars, model.tokenizer().longestToken());
    if (chars > COUNTED_CHARS && leastTokens >= model.contextLength()) {
      throw ApiException.contextOverflowByFar(
          field, Math.toIntExact(leastTokens), model.contextLength());
    }
  }

  private static TemplateInput templateInput(ServedModel model, ChatRequest request) {
    // A model that sees tools calls them; without calls nothing would be left of such an answer.
    List<ToolDefinition> tools =
        request.toolSelection().choice() instanceof ToolChoice.None ? List.of() : request.tools();
    return new TemplateInput(
        model.reasoning().restored(request.tools(), request.messages()),
        tools,
        true,
        request.templateOptions());
  }

  private static ParseContext parseContext(
      ServedModel model, ChatRequest request, TemplateInput input, RenderedPrompt prompt) {
    boolean reasoning = model.templates().forInput(input).knowsThinkTags();
    Set<String> usedIds =
        request.messages().stream()
            .flatMap(message -> message.toolCalls().stream())
            .map(ToolCall::id)
            .collect(Collectors.toSet());
    return new ParseContext(
        request.toolSelection().allowed(),
        request.toolSelection().choice(),
        request.parallelToolCalls(),
        reasoning,
        reasoning && prompt.opensThink(),
        true,
        usedIds);
  }

  /**
   * Refuses at once what would be refused in the end, however much work went before.
   *
   * @throws ApiException if the engine cannot take any request
   */
  static void requireRoom(ServedModel model) {
    try {
      model.engine().requireRoom();
    } catch (EngineUnavailableException e) {
      throw tryLater(e);
    }
  }

  private static Generation submit(ServedModel model, GenerationRequest request, String field) {
    try {
      return model.engine().submit(request);
    } catch (PromptTooLongException e) {
      throw ApiException.contextOverflow(field, e.promptTokens(), e.contextLength());
    } catch (EngineUnavailableException e) {
      throw tryLater(e);
    }
  }

  private static ApiException tryLater(EngineUnavailableException e) {
    return ApiException.tryLater(
        e.busy() ? ErrorKind.BUSY : ErrorKind.UNAVAILABLE,
        sentence(e.getMessage()),
        e.retryAfter());
  }

  private static String sentence(String message) {
    return Character.toUpperCase(message.charAt(0)) + message.substring(1) + ".";
  }
}
