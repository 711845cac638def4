package io.perilune.server.api.openai.responses;

import io.perilune.server.chat.ContentFormat;
import io.perilune.server.chat.ToolSelection;
import io.perilune.server.error.ApiException;
import io.perilune.server.json.Fields;
import io.perilune.toolcall.json.JsonValue.JsonObject;
import io.perilune.toolcall.json.JsonValue.JsonString;
import java.util.Map;
import java.util.Optional;

/** Reads {@code text.format}: what the answer's content must be. */
final class TextFormatReader {
  private static final JsonObject ANY_OBJECT =
      new JsonObject(Map.of("type", new JsonString("object")));

  private TextFormatReader() {}

  /**
   * What a body says; any text where it does not.
   *
   * @throws ApiException if it cannot go with the choice among the tools, or is malformed
   */
  static ContentFormat read(Fields body, ToolSelection tools) {
    Optional<Fields> format = body.object("text").flatMap(text -> text.object("format"));
    ContentFormat content =
        format.map(TextFormatReader::content).orElseGet(ContentFormat.AnyText::new);
    if (tools.forced() && !(content instanceof ContentFormat.AnyText)) {
      throw ApiException.invalid(
          "text.format",
          "text.format cannot go with a tool_choice that demands a call; leave one of them out.");
    }
    return content;
  }

  private static ContentFormat content(Fields format) {
    return switch (format.requireString("type")) {
      case "text" -> new ContentFormat.AnyText();
      case "json_object" -> new ContentFormat.Json(ANY_OBJECT, format.path("type"), false);
      case "json_schema" -> {
        Fields schema =
            format
                .object("schema")
                .orElseThrow(() -> format.wrong("schema", "a JSON schema; it is missing"));
        yield new ContentFormat.Json(
            schema.object(), format.path("schema"), format.bool("strict").orElse(false));
      }
      default -> throw format.wrong("type", "'text', 'json_object' or 'json_schema'");
    };
  }
}
