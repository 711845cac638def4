package io.perilune.server.api.openai;

import io.perilune.server.chat.ChatRequest;
import io.perilune.server.chat.SamplingSettings;
import io.perilune.server.chat.ToolSelection;
import io.perilune.server.conversation.MessageReader;
import io.perilune.server.conversation.StopReader;
import io.perilune.server.conversation.TemplateOptionReader;
import io.perilune.server.conversation.ToolReader;
import io.perilune.server.error.ApiException;
import io.perilune.server.json.Fields;
import io.perilune.server.json.NumberRange;
import io.perilune.toolcall.ToolDefinition;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * The body of {@code POST /v1/chat/completions}. Fields that are not known are ignored; known ones
 * that this server cannot honour are refused.
 *
 * @param model the model asked for, if the client says
 * @param stream whether the answer is to be streamed
 * @param includeUsage whether a stream ends with a chunk of usage
 * @param chat what is asked
 */
record ChatCompletionRequest(
    Optional<String> model, boolean stream, boolean includeUsage, ChatRequest chat) {

  /**
   * Reads and validates a body.
   *
   * @throws ApiException naming the first field at fault
   */
  static ChatCompletionRequest read(Fields body) {
    Optional<String> model = body.string("model");
    if (model.isPresent() && model.get().isBlank()) {
      throw body.wrong("model", "a model's name");
    }
    refuseUnsupported(body);
    List<ToolDefinition> tools = ToolReader.tools(body);
    ToolSelection selection = ToolReader.selection(body, tools);
    ChatRequest chat =
        new ChatRequest(
            MessageReader.read(body),
            tools,
            selection,
            ContentFormatReader.read(body, selection),
            TemplateOptionReader.read(body),
            body.bool("parallel_tool_calls").orElse(true),
            maxTokens(body),
            sampling(body),
            StopReader.read(body, "stop"));
    boolean includeUsage =
        body.object("stream_options")
            .flatMap(options -> options.bool("include_usage"))
            .orElse(false);
    return new ChatCompletionRequest(model, body.bool("stream").orElse(false), includeUsage, chat);
  }

  private static void refuseUnsupported(Fields body) {
    body.integer(RequestLimits.N);
    body.number(RequestLimits.FREQUENCY_PENALTY);
    body.number(RequestLimits.PRESENCE_PENALTY);
    body.integer(RequestLimits.TOP_LOGPROBS);
    if (body.bool("logprobs").orElse(false)) {
      throw unsupported("logprobs", "logprobs");
    }
    if (body.object("logit_bias").filter(bias -> !bias.object().members().isEmpty()).isPresent()) {
      throw unsupported("logit_bias", "logit_bias");
    }
  }

  private static ApiException unsupported(String field, String what) {
    return ApiException.invalid(field, what + " is not supported yet; leave it out.");
  }

  private static OptionalInt maxTokens(Fields body) {
    OptionalInt newer = integer(body, RequestLimits.MAX_COMPLETION_TOKENS);
    OptionalInt older = integer(body, RequestLimits.MAX_TOKENS);
    return newer.isPresent() ? newer : older;
  }

  private static SamplingSettings sampling(Fields body) {
    OptionalDouble temperature = body.number(RequestLimits.TEMPERATURE);
    OptionalInt topK = integer(body, RequestLimits.TOP_K);
    OptionalDouble topP = body.number(RequestLimits.TOP_P);
    OptionalDouble minP = body.number(RequestLimits.MIN_P);
    OptionalLong seed = body.integer(RequestLimits.SEED);
    return new SamplingSettings(temperature, topK, topP, minP, seed);
  }

  private static OptionalInt integer(Fields body, NumberRange range) {
    OptionalLong value = body.integer(range);
    return value.isPresent()
        ? OptionalInt.of(Math.toIntExact(value.getAsLong()))
        : OptionalInt.empty();
  }
}
