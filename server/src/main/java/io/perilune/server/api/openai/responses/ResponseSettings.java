package io.perilune.server.api.openai.responses;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonRawValue;
import io.perilune.server.chat.ChatRequest;
import io.perilune.server.chat.SamplingParameter;
import io.perilune.server.error.ApiException;
import io.perilune.server.json.Fields;
import io.perilune.toolcall.json.JsonValue;
import io.perilune.toolcall.json.JsonWriter;
import java.util.Optional;

/**
 * What a response repeats of its request, and what it says of the service that OpenAI runs. What
 * the client did not give is {@code null} or the API's default.
 *
 * @param metadata the text of a JSON object
 * @param toolChoice a JSON text
 * @param tools the text of a JSON array
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
record ResponseSettings(
    String instructions,
    Integer maxOutputTokens,
    @JsonRawValue String metadata,
    boolean parallelToolCalls,
    String promptCacheKey,
    Reasoning reasoning,
    String safetyIdentifier,
    Double temperature,
    Text text,
    @JsonRawValue String toolChoice,
    @JsonRawValue String tools,
    Double topP,
    String user) {
  /** How the model is to reason. */
  @JsonInclude(JsonInclude.Include.ALWAYS)
  record Reasoning(String effort, String summary) {}

  /**
   * What the content is to be.
   *
   * @param format the text of a JSON object
   */
  record Text(@JsonRawValue String format, String verbosity) {}

  /**
   * What to repeat of a body.
   *
   * @param chat what the body asks
   * @throws ApiException naming the first field at fault
   */
  static ResponseSettings read(Fields body, ChatRequest chat) {
    Optional<Fields> reasoning = body.object("reasoning");
    Optional<Fields> text = body.object("text");
    return new ResponseSettings(
        body.string("instructions").orElse(null),
        chat.maxTokens().isPresent() ? chat.maxTokens().getAsInt() : null,
        json(body.object("metadata").map(Fields::object), "{}"),
        chat.parallelToolCalls(),
        body.string("prompt_cache_key").orElse(null),
        new Reasoning(
            reasoning.flatMap(settings -> settings.string("effort")).orElse(null),
            reasoning.flatMap(settings -> settings.string("summary")).orElse(null)),
        body.string("safety_identifier").orElse(null),
        chat.sampling().numbers().get(SamplingParameter.TEMPERATURE),
        new Text(
            json(text.flatMap(settings -> settings.value("format")), "{\"type\":\"text\"}"),
            text.flatMap(settings -> settings.string("verbosity")).orElse("medium")),
        json(body.value("tool_choice"), "\"auto\""),
        json(body.value("tools"), "[]"),
        chat.sampling().numbers().get(SamplingParameter.TOP_P),
        body.string("user").orElse(null));
  }

  @JsonProperty
  boolean background() {
    return false;
  }

  @JsonProperty
  Integer maxToolCalls() {
    return null;
  }

  @JsonProperty
  String previousResponseId() {
    return null;
  }

  @JsonProperty
  String serviceTier() {
    return "default";
  }

  @JsonProperty
  boolean store() {
    return false;
  }

  @JsonProperty
  int topLogprobs() {
    return 0;
  }

  @JsonProperty
  String truncation() {
    return "disabled";
  }

  private static String json(Optional<? extends JsonValue> value, String otherwise) {
    return value.map(JsonWriter::compact).orElse(otherwise);
  }
}
