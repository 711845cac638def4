package io.perilune.server.api.openai;

import io.perilune.server.chat.ChatRequest;
import io.perilune.server.chat.RequestFields;
import io.perilune.server.chat.ToolSelection;
import io.perilune.server.conversation.MessageReader;
import io.perilune.server.conversation.Prefill;
import io.perilune.server.conversation.SamplingReader;
import io.perilune.server.conversation.StopReader;
import io.perilune.server.conversation.TemplateOptionReader;
import io.perilune.server.conversation.ToolReader;
import io.perilune.server.error.ApiException;
import io.perilune.server.json.Fields;
import io.perilune.toolcall.ToolDefinition;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The body of {@code POST /v1/chat/completions}. Fields that are not known are ignored; known ones
 * that this server cannot honour are refused.
 *
 * @param model the model asked for, if the client says
 * @param choices how many answers are asked for
 * @param stream whether the answer is to be streamed
 * @param includeUsage whether a stream ends with a chunk of usage
 * @param promptCacheKey the client's name for the conversation, if it gives one
 * @param chat what is asked
 */
record ChatCompletionRequest(
    Optional<String> model,
    int choices,
    boolean stream,
    boolean includeUsage,
    Optional<String> promptCacheKey,
    ChatRequest chat) {

  /**
   * Reads and validates a body.
   *
   * @param slots the most answers that can be generated at the same time
   * @throws ApiException naming the first field at fault
   */
  static ChatCompletionRequest read(Fields body, int slots) {
    Optional<String> model = body.string("model");
    if (model.isPresent() && model.get().isBlank()) {
      throw body.wrong("model", "a model's name");
    }
    int choices = body.int32(RequestLimits.choices(slots)).orElse(1);
    List<ToolDefinition> tools = ToolReader.tools(body);
    ToolSelection selection = ToolReader.selection(body, tools);
    Prefill conversation = Prefill.of(MessageReader.read(body));
    ChatRequest chat =
        new ChatRequest(
            new RequestFields("messages", ToolReader.schemaFields(tools)),
            conversation.messages(),
            conversation.text(),
            tools,
            selection,
            ContentFormatReader.read(body, selection),
            TemplateOptionReader.read(body),
            body.bool("parallel_tool_calls").orElse(true),
            maxTokens(body),
            SamplingReader.read(body, topLogprobs(body)),
            StopReader.read(body, "stop"));
    boolean includeUsage =
        body.object("stream_options")
            .flatMap(options -> options.bool("include_usage"))
            .orElse(false);
    return new ChatCompletionRequest(
        model,
        choices,
        body.bool("stream").orElse(false),
        includeUsage,
        body.string("prompt_cache_key"),
        chat);
  }

  /** Whether log probabilities are asked for. */
  boolean logprobs() {
    return chat.sampling().topLogprobs().isPresent();
  }

  private static OptionalInt maxTokens(Fields body) {
    OptionalInt newer = body.int32(RequestLimits.MAX_COMPLETION_TOKENS);
    OptionalInt older = body.int32(RequestLimits.MAX_TOKENS);
    return newer.isPresent() ? newer : older;
  }

  private static OptionalInt topLogprobs(Fields body) {
    OptionalInt count = body.int32(RequestLimits.TOP_LOGPROBS);
    if (body.bool("logprobs").orElse(false)) {
      return OptionalInt.of(count.orElse(0));
    }
    if (count.orElse(0) > 0) {
      throw ApiException.invalid("top_logprobs", "top_logprobs needs logprobs to be true.");
    }
    return OptionalInt.empty();
  }
}
