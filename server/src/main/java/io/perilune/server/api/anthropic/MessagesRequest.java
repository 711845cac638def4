package io.perilune.server.api.anthropic;

import io.perilune.server.chat.ChatRequest;
import io.perilune.server.chat.ContentFormat;
import io.perilune.server.chat.RequestFields;
import io.perilune.server.chat.SamplingSettings;
import io.perilune.server.chat.ToolSelection;
import io.perilune.server.conversation.Prefill;
import io.perilune.server.conversation.StopReader;
import io.perilune.server.error.ApiException;
import io.perilune.server.json.Fields;
import io.perilune.server.json.NumberRange;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * The body of {@code POST /v1/messages}. Fields that are not known are ignored, and so are those
 * that only steer Anthropic's own service: {@code metadata}, {@code cache_control}, {@code
 * context_management}, {@code service_tier} ...
 *
 * @param model the model asked for, if the client says
 * @param stream whether the answer is to be streamed
 * @param showThinking whether the client wants to see the model's reasoning
 * @param chat what is asked
 */
record MessagesRequest(
    Optional<String> model, boolean stream, boolean showThinking, ChatRequest chat) {
  private static final NumberRange MAX_TOKENS =
      NumberRange.integer("max_tokens", 1, Integer.MAX_VALUE);
  private static final NumberRange TEMPERATURE = NumberRange.real("temperature", 0, 1);
  private static final NumberRange TOP_P = NumberRange.real("top_p", 0, 1);
  private static final NumberRange TOP_K = NumberRange.integer("top_k", 0, Integer.MAX_VALUE);

  /**
   * Reads and validates a body.
   *
   * @throws ApiException naming the first field at fault
   */
  static MessagesRequest read(Fields body) {
    OptionalInt maxTokens = body.int32(MAX_TOKENS);
    if (maxTokens.isEmpty()) {
      throw body.wrong("max_tokens", "given: the most tokens of the answer");
    }
    return read(body, maxTokens);
  }

  /**
   * Reads a body whose tokens are only counted; it needs no {@code max_tokens}.
   *
   * @throws ApiException naming the first field at fault
   */
  static MessagesRequest readToCount(Fields body) {
    return read(body, body.int32(MAX_TOKENS));
  }

  private static MessagesRequest read(Fields body, OptionalInt maxTokens) {
    Optional<String> model = body.string("model");
    if (model.isPresent() && model.get().isBlank()) {
      throw body.wrong("model", "a model's name");
    }
    OfferedTools offered = OfferedTools.read(body);
    Conversation conversation = Conversation.read(body, offered);
    ToolChoiceReader choice = ToolChoiceReader.read(body, offered, conversation.loadedTools());
    Prefill prefill = Prefill.of(conversation.messages());
    ThinkingSettings thinking = ThinkingSettings.read(body);
    ChatRequest chat =
        new ChatRequest(
            new RequestFields("messages", offered.schemaFields()),
            prefill.messages(),
            prefill.text(),
            offered.declared(),
            choice.selection(),
            content(body, choice.selection()),
            thinking.templateOptions(),
            choice.parallel(),
            maxTokens,
            sampling(body),
            StopReader.read(body, "stop_sequences"));
    return new MessagesRequest(model, body.bool("stream").orElse(false), thinking.shown(), chat);
  }

  /** {@code output_config.format}, and the field that it had before it moved there. */
  private static ContentFormat content(Fields body, ToolSelection tools) {
    Optional<Fields> format =
        body.object("output_config")
            .flatMap(config -> config.object("format"))
            .or(() -> body.object("output_format"));
    if (format.isEmpty()) {
      return new ContentFormat.AnyText();
    }
    Fields given = format.get();
    if (!given.requireString("type").equals("json_schema")) {
      throw given.wrong("type", "'json_schema'");
    }
    if (tools.forced()) {
      throw ApiException.invalid(
          given.path("type"),
          given.path("type")
              + " cannot go with a tool_choice that demands a call; leave one of them out.");
    }
    Fields schema =
        given
            .object("schema")
            .orElseThrow(() -> given.wrong("schema", "a JSON schema; it is missing"));
    return new ContentFormat.Json(schema.object(), given.path("schema"), false);
  }

  private static SamplingSettings sampling(Fields body) {
    return new SamplingSettings(
        body.number(TEMPERATURE),
        body.int32(TOP_K),
        body.number(TOP_P),
        OptionalDouble.empty(),
        OptionalLong.empty());
  }
}
