package io.perilune.server.api.openai;

import io.perilune.server.chat.ContentFormat;
import io.perilune.server.chat.ToolSelection;
import io.perilune.server.error.ApiException;
import io.perilune.server.json.Fields;
import io.perilune.toolcall.ToolChoice;
import io.perilune.toolcall.json.JsonValue;
import io.perilune.toolcall.json.JsonValue.JsonObject;
import io.perilune.toolcall.json.JsonValue.JsonString;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Reads what the answer's content must be: {@code response_format}, and {@code json_schema} and
 * {@code grammar} as llama-server has them.
 */
public final class ContentFormatReader {
  private static final String RESPONSE_FORMAT = "response_format";
  private static final String JSON_SCHEMA = "json_schema";
  private static final String GRAMMAR = "grammar";
  private static final JsonObject ANY_OBJECT =
      new JsonObject(Map.of("type", new JsonString("object")));

  /** A grammar of more characters is refused before it is read. */
  private static final int GRAMMAR_CHARS_MAX = 1_000_000;

  private ContentFormatReader() {}

  /**
   * What a body says that has no tools; any text where it does not.
   *
   * @throws ApiException if it says two things
   */
  public static ContentFormat readWithoutTools(Fields body) {
    return read(body, ToolSelection.all(new ToolChoice.None(), List.of()));
  }

  /**
   * What a body says; any text where it does not.
   *
   * @throws ApiException if it says two things, or what cannot go with the tools
   */
  static ContentFormat read(Fields body, ToolSelection tools) {
    List<ContentFormat> formats = new ArrayList<>();
    List<String> fields = new ArrayList<>();
    responseFormat(body, formats, fields);
    body.value(JSON_SCHEMA)
        .ifPresent(
            schema -> {
              formats.add(new ContentFormat.Json(schema, JSON_SCHEMA, false));
              fields.add(JSON_SCHEMA);
            });
    body.string(GRAMMAR)
        .filter(grammar -> !grammar.isBlank())
        .ifPresent(
            grammar -> {
              formats.add(gbnf(body, grammar));
              fields.add(GRAMMAR);
            });
    if (formats.isEmpty()) {
      return new ContentFormat.AnyText();
    }
    if (formats.size() > 1) {
      throw ApiException.invalid(
          fields.getLast(),
          String.join(" and ", fields) + " exclude each other; give one of them.");
    }
    refuseWithTools(fields.getFirst(), tools);
    return formats.getFirst();
  }

  private static void responseFormat(
      Fields body, List<ContentFormat> formats, List<String> fields) {
    body.object(RESPONSE_FORMAT)
        .ifPresent(
            format -> {
              switch (format.requireString("type")) {
                case "text" -> {}
                case "json_object" -> {
                  JsonValue schema = format.value("schema").orElse(ANY_OBJECT);
                  formats.add(new ContentFormat.Json(schema, format.path("schema"), false));
                  fields.add(RESPONSE_FORMAT);
                }
                case JSON_SCHEMA -> {
                  formats.add(jsonSchema(format));
                  fields.add(RESPONSE_FORMAT);
                }
                default -> throw format.wrong("type", "'text', 'json_object' or 'json_schema'");
              }
            });
  }

  private static ContentFormat jsonSchema(Fields format) {
    Fields named =
        format.object(JSON_SCHEMA).orElseThrow(() -> format.wrong(JSON_SCHEMA, "an object"));
    JsonValue schema =
        named
            .value("schema")
            .orElseThrow(() -> named.wrong("schema", "a JSON schema; it is missing"));
    return new ContentFormat.Json(schema, named.path("schema"), named.bool("strict").orElse(false));
  }

  private static ContentFormat gbnf(Fields body, String grammar) {
    if (grammar.length() > GRAMMAR_CHARS_MAX) {
      throw body.wrong(GRAMMAR, "a grammar of at most " + GRAMMAR_CHARS_MAX + " characters");
    }
    return new ContentFormat.Gbnf(grammar, GRAMMAR);
  }

  private static void refuseWithTools(String field, ToolSelection tools) {
    if (tools.forced()) {
      throw ApiException.invalid(
          field,
          field + " cannot go with a tool_choice that demands a call; leave one of them out.");
    }
    boolean callable = !tools.allowed().isEmpty() && !(tools.choice() instanceof ToolChoice.None);
    if (callable && field.equals(GRAMMAR)) {
      throw ApiException.invalid(
          field, "grammar cannot go with tools; leave one of them out or set tool_choice to none.");
    }
  }
}
