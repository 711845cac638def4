package io.perilune.server.api.anthropic;

import io.perilune.server.error.ApiException;
import io.perilune.server.json.Fields;
import io.perilune.toolcall.json.JsonValue;
import io.perilune.toolcall.json.JsonValue.JsonObject;
import io.perilune.toolcall.json.JsonValue.JsonString;
import java.util.List;
import java.util.Map;

/** Content blocks. */
final class Blocks {
  private Blocks() {}

  /**
   * The blocks of a field; a plain string is one block of text. None where it is absent.
   *
   * @throws ApiException if it is neither a string nor an array of objects
   */
  static List<Fields> of(Fields owner, String field) {
    return owner
        .value(field)
        .map(
            value ->
                switch (value) {
                  case JsonString text -> List.of(textBlock(text, owner.path(field)));
                  case JsonValue.JsonArray(List<JsonValue> elements) ->
                      Fields.ofAll(elements, owner.path(field));
                  default -> throw owner.wrong(field, "a string or an array of content blocks");
                })
        .orElse(List.of());
  }

  private static Fields textBlock(JsonString text, String path) {
    return new Fields(new JsonObject(Map.of("type", new JsonString("text"), "text", text)), path);
  }

  static String type(Fields block) {
    return block.requireString("type");
  }

  /**
   * The text of a block of text.
   *
   * @throws ApiException if it is a block of another type
   */
  static String text(Fields block) {
    if (!type(block).equals("text")) {
      throw unknown(block);
    }
    return block.requireString("text");
  }

  /** The error of a block that cannot stand where it does. */
  static ApiException unknown(Fields block) {
    String path = block.path("type");
    return ApiException.invalid(
        path,
        path
            + " is '"
            + ApiException.printable(type(block))
            + "', which this model does not take here; send text instead.");
  }

  /** The text of several blocks of text, each beginning a line. */
  static String joined(List<String> texts) {
    return String.join("\n", texts);
  }
}
