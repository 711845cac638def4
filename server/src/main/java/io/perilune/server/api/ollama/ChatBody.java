package io.perilune.server.api.ollama;

import io.perilune.server.chat.ChatRequest;
import io.perilune.server.chat.ContentFormat;
import io.perilune.server.chat.RequestFields;
import io.perilune.server.chat.ToolSelection;
import io.perilune.server.conversation.Prefill;
import io.perilune.server.conversation.SamplingReader;
import io.perilune.server.conversation.StopReader;
import io.perilune.server.conversation.TemplateOptionReader;
import io.perilune.server.conversation.ToolReader;
import io.perilune.server.error.ApiException;
import io.perilune.server.json.Fields;
import io.perilune.server.json.NumberRange;
import io.perilune.toolcall.ToolChoice;
import io.perilune.toolcall.ToolDefinition;
import io.perilune.toolcall.json.JsonValue;
import io.perilune.toolcall.json.JsonValue.JsonBoolean;
import io.perilune.toolcall.json.JsonValue.JsonObject;
import io.perilune.toolcall.json.JsonValue.JsonString;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The body of {@code POST /api/chat}. Fields that are not known are ignored, and so are those that
 * steer how a model is loaded: {@code keep_alive}, {@code options.num_ctx} ...
 *
 * @param stream whether the answer is to be streamed; so it is unless the client says otherwise
 * @param chat what is asked
 */
record ChatBody(boolean stream, ChatRequest chat) {
  /** What clients add to names of models that have no version. */
  private static final String LATEST = ":latest";

  /** Both numbers below zero mean as many tokens as the context holds. */
  private static final NumberRange NUM_PREDICT =
      NumberRange.integer("num_predict", -2, Integer.MAX_VALUE);

  private static final JsonObject ANY_OBJECT =
      new JsonObject(Map.of("type", new JsonString("object")));

  /** The model asked for, if the client says. */
  static Optional<String> model(Fields body) {
    return body.string("model")
        .map(
            name ->
                name.endsWith(LATEST) ? name.substring(0, name.length() - LATEST.length()) : name);
  }

  /** Whether a body has no messages: clients load a model so before they need it. */
  static boolean onlyLoads(Fields body) {
    return body.array("messages").orElse(List.of()).isEmpty();
  }

  /**
   * Reads and validates a body.
   *
   * @throws ApiException naming the first field at fault
   */
  static ChatBody read(Fields body) {
    List<ToolDefinition> tools = ToolReader.tools(body);
    Fields options = body.object("options").orElse(new Fields(JsonObject.EMPTY, "options"));
    Prefill conversation = Prefill.of(Messages.read(body));
    ChatRequest chat =
        new ChatRequest(
            new RequestFields("messages", ToolReader.schemaFields(tools)),
            conversation.messages(),
            conversation.text(),
            tools,
            ToolSelection.all(new ToolChoice.Auto(), tools),
            format(body),
            templateOptions(body),
            true,
            maxTokens(options),
            SamplingReader.read(options, OptionalInt.empty()),
            StopReader.read(options, "stop"));
    return new ChatBody(body.bool("stream").orElse(true), chat);
  }

  private static ContentFormat format(Fields body) {
    Optional<JsonValue> format = body.value("format");
    if (format.isEmpty()) {
      return new ContentFormat.AnyText();
    }
    return switch (format.get()) {
      case JsonString(String word) when word.isEmpty() -> new ContentFormat.AnyText();
      case JsonString(String word) when word.equals("json") ->
          new ContentFormat.Json(ANY_OBJECT, "format", false);
      case JsonObject schema -> new ContentFormat.Json(schema, "format", false);
      default -> throw body.wrong("format", "'json' or a JSON schema");
    };
  }

  /** {@code think} is whether to reason, or how much. */
  private static Map<String, JsonValue> templateOptions(Fields body) {
    Optional<JsonValue> think = body.value("think");
    if (think.isEmpty()) {
      return TemplateOptionReader.read(body);
    }
    return switch (think.get()) {
      case JsonBoolean(boolean wanted) ->
          TemplateOptionReader.read(body, Optional.of(wanted), Optional.empty());
      case JsonString(String effort) ->
          TemplateOptionReader.read(body, Optional.of(true), Optional.of(effort));
      default -> throw body.wrong("think", "true, false, or how much: 'high', 'medium' or 'low'");
    };
  }

  private static OptionalInt maxTokens(Fields options) {
    OptionalInt tokens = options.int32(NUM_PREDICT);
    if (tokens.isPresent() && tokens.getAsInt() == 0) {
      throw options.wrong("num_predict", "-1, or a whole number from 1");
    }
    return tokens.isPresent() && tokens.getAsInt() < 0 ? OptionalInt.empty() : tokens;
  }
}
