package io.perilune.server.api.openai.responses;

import io.perilune.server.json.Fields;
import io.perilune.toolcall.json.JsonReader;
import io.perilune.toolcall.json.JsonValue.JsonObject;
import io.perilune.toolcall.json.JsonValue.JsonString;
import io.perilune.toolcall.json.JsonWriter;
import java.util.Map;

/** Custom tools, which take a text. Models are told of a function with one string argument. */
final class CustomTool {
  /** The name of the argument. */
  static final String INPUT = "input";

  static final JsonObject PARAMETERS =
      (JsonObject)
          JsonReader.read(
              """
              {"type": "object", "properties": {"%1$s": {"type": "string"}},
               "required": ["%1$s"], "additionalProperties": false}\
              """
                  .formatted(INPUT));

  private CustomTool() {}

  /** The arguments of a call with an input. */
  static String arguments(String input) {
    return JsonWriter.spaced(new JsonObject(Map.of(INPUT, new JsonString(input))));
  }

  /** What the model is told of a tool: what the client says, and the grammar of its input. */
  static String description(Fields tool) {
    String description = tool.string("description").orElse("");
    return tool.object("format")
        .filter(format -> format.requireString("type").equals("grammar"))
        .map(format -> (description + "\n\n" + grammar(format)).strip())
        .orElse(description);
  }

  private static String grammar(Fields format) {
    return "The input must match this %s:\n%s"
        .formatted(
            format.requireString("syntax").equals("regex")
                ? "regular expression"
                : "grammar in the notation of Lark",
            format.requireString("definition"));
  }
}
