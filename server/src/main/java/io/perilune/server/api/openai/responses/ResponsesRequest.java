package io.perilune.server.api.openai.responses;

import io.perilune.server.chat.ChatRequest;
import io.perilune.server.chat.RequestFields;
import io.perilune.server.chat.ToolSelection;
import io.perilune.server.conversation.SamplingReader;
import io.perilune.server.conversation.TemplateOptionReader;
import io.perilune.server.error.ApiException;
import io.perilune.server.json.Fields;
import io.perilune.server.json.NumberRange;
import io.perilune.toolcall.json.JsonValue;
import io.perilune.toolcall.json.JsonValue.JsonString;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The body of {@code POST /v1/responses}. Fields that are not known are ignored, and so are those
 * that only steer OpenAI's own service: {@code store}, {@code truncation}, {@code service_tier},
 * {@code client_metadata} ... Those that refer to what that service has stored are refused.
 *
 * @param model the model asked for, if the client says
 * @param stream whether the answer is to be streamed
 * @param opaqueReasoning whether the client wants reasoning also as a text to keep without showing
 *     it
 * @param promptCacheKey the client's name for the conversation, if it gives one
 * @param tools the tools offered
 * @param settings what the answer repeats of the request
 * @param chat what is asked
 */
record ResponsesRequest(
    Optional<String> model,
    boolean stream,
    boolean opaqueReasoning,
    Optional<String> promptCacheKey,
    OfferedTools tools,
    ResponseSettings settings,
    ChatRequest chat) {
  private static final NumberRange MAX_OUTPUT_TOKENS =
      NumberRange.integer("max_output_tokens", 1, Integer.MAX_VALUE);

  /** Log probabilities are not given here. */
  private static final NumberRange TOP_LOGPROBS = NumberRange.integer("top_logprobs", 0, 0);

  private static final JsonString OPAQUE_REASONING = new JsonString("reasoning.encrypted_content");

  /** The effort that means no reasoning at all. */
  private static final String NO_EFFORT = "none";

  /**
   * Reads and validates a body.
   *
   * @throws ApiException naming the first field at fault
   */
  static ResponsesRequest read(Fields body) {
    Optional<String> model = body.string("model");
    if (model.isPresent() && model.get().isBlank()) {
      throw body.wrong("model", "a model's name");
    }
    refuseStored(body);
    body.integer(TOP_LOGPROBS);
    OfferedTools tools = OfferedTools.read(body);
    ToolSelection selection = ToolChoiceReader.read(body, tools);
    ChatRequest chat =
        new ChatRequest(
            new RequestFields("input", tools.schemaFields()),
            InputReader.read(body),
            "",
            tools.definitions(),
            selection,
            TextFormatReader.read(body, selection),
            templateOptions(body),
            body.bool("parallel_tool_calls").orElse(true),
            body.int32(MAX_OUTPUT_TOKENS),
            SamplingReader.read(body, OptionalInt.empty()),
            List.of());
    boolean opaqueReasoning = body.array("include").orElse(List.of()).contains(OPAQUE_REASONING);
    return new ResponsesRequest(
        model,
        body.bool("stream").orElse(false),
        opaqueReasoning,
        body.string("prompt_cache_key"),
        tools,
        ResponseSettings.read(body, chat),
        chat);
  }

  private static void refuseStored(Fields body) {
    for (String field : List.of("previous_response_id", "conversation", "prompt")) {
      if (body.value(field).isPresent()) {
        throw ApiException.invalid(
            field,
            field
                + " refers to what a server has stored, and this one stores nothing; send the whole"
                + " conversation in input.");
      }
    }
    if (body.bool("background").orElse(false)) {
      throw ApiException.invalid(
          "background",
          "background needs a server that stores responses, and this one stores nothing; leave it"
              + " out and read the answer of this request.");
    }
    body.bool("store");
  }

  private static Map<String, JsonValue> templateOptions(Fields body) {
    Optional<String> effort =
        body.object("reasoning").flatMap(reasoning -> reasoning.string("effort"));
    return TemplateOptionReader.read(body, effort.map(word -> !word.equals(NO_EFFORT)), effort);
  }
}
